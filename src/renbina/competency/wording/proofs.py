"""Levels and their proofs in words: "level 3 because: mapping, May 2026", and why another proof lost."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.gaps import Gap
from binacore.indices import Jpm, MappingBand, Placement
from binacore.people import Assessment, AssessmentMethod
from binacore.proof import Proof, Standing
from binacore.rules import RulesAt
from renbina.competency.enums import Method
from renbina.ui import formats

# As they stand inside a sentence.
METHODS: Final[dict[AssessmentMethod, str | Promise]] = {
    AssessmentMethod.ASSESSMENT_CENTRE: gettext_lazy("assessment centre"),
    AssessmentMethod.MAPPING: gettext_lazy("competency mapping"),
    AssessmentMethod.TEST: gettext_lazy("a test"),
    AssessmentMethod.CERTIFICATE: gettext_lazy("a certificate"),
    AssessmentMethod.SUPERIOR: gettext_lazy("the superior's assessment"),
    AssessmentMethod.INTERVIEW: gettext_lazy("an interview"),
    AssessmentMethod.SELF: gettext_lazy("self-assessment"),
}
_LOST: Final[dict[Standing, str | Promise]] = {
    Standing.LESS_TRUSTED: gettext_lazy("Not taken: %(winner)s is believed before %(method)s."),
    Standing.OLDER: gettext_lazy("Not taken: there is a newer one by the same method, of %(day)s."),
    Standing.HIGHER: gettext_lazy("Not taken: on the same day the same method also found a lower level."),
    Standing.REPEATED: gettext_lazy("Says the same as the one that is taken."),
    Standing.EXPIRED: gettext_lazy("Has not counted any more since %(until)s."),
    Standing.NOT_YET: gettext_lazy("Counts from %(since)s on."),
}
PLACEMENTS: Final[dict[Placement, str | Promise]] = {
    Placement.MS: gettext_lazy("Qualified (MS)"),
    Placement.MMS: gettext_lazy("Still qualified (MMS)"),
    Placement.KMS: gettext_lazy("Less than qualified (KMS)"),
}
MAPPINGS: Final[dict[MappingBand, str | Promise]] = {
    MappingBand.OPTIMAL: gettext_lazy("Optimal"),
    MappingBand.FAIRLY_OPTIMAL: gettext_lazy("Fairly optimal"),
    MappingBand.LESS_OPTIMAL: gettext_lazy("Less optimal"),
}


def method_name(method: AssessmentMethod) -> str:
    """As a heading of a proof."""
    return str(Method(method.value).label)


def because(gap: Gap) -> str:
    """Why this level is taken, in one line; what to do where nobody knows it."""
    if gap.held is None or gap.method is None or gap.assessed_on is None:
        return _("Not assessed yet, or not counting any more.")
    words = _("Level %(level)s because: %(method)s, %(month)s.")
    return words % {"level": gap.held, "method": METHODS[gap.method], "month": formats.month(gap.assessed_on)}


def lost(proof: Proof, best: Proof) -> str:
    """Why a proof is not the one that is taken; "" for that one."""
    if proof.standing is Standing.BELIEVED:
        return ""
    told = proof.assessment
    return str(_LOST[proof.standing]) % {
        "winner": METHODS[best.assessment.method],
        "method": METHODS[told.method],
        "day": formats.day(best.assessment.valid_from),
        "until": formats.day(told.valid_to) if told.valid_to else "",
        "since": formats.day(told.valid_from),
    }


def match_words(found: Jpm) -> str:
    """How the match was reckoned; always says what happened to levels above the standard."""
    if found.surplus_capped:
        return _("Levels above the standard counted only up to it, so that a strength does not hide a gap.")
    return _("Levels above the standard counted in full: a strength can hide a gap.")


def far_words(level: int, proof: Assessment, *, counts: bool) -> str:
    """ "You say 1. Competency mapping of May 2026 found 3." """
    words = (
        _("You say %(level)s; %(method)s of %(month)s found %(found)s.")
        if counts
        else _("You say %(level)s; %(method)s of %(month)s, which no longer counts, found %(found)s.")
    )
    return words % {
        "level": level, "method": METHODS[proof.method], "month": formats.month(proof.valid_from), "found": proof.level,
    }  # fmt: skip


def in_order(rules: RulesAt) -> list[AssessmentMethod]:
    """Methods as the rule of the day orders them, best first."""
    return [AssessmentMethod(method) for method in rules.items("gap.method_trust")]


def match_facts(found: Jpm) -> list[tuple[str, str]]:
    """Both readings of a match, each with the occasion it belongs to."""
    if found.placement is None or found.mapping is None:
        return []
    return [
        (_("To fill a position"), str(PLACEMENTS[found.placement])),
        (_("To map people"), str(MAPPINGS[found.mapping])),
    ]
