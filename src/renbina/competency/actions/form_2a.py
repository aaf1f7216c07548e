"""AKPK form 2a: making the questionnaire, and taking its answers with names over as self-assessments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from binacore.form_2a import form_of
from binacore.people import AssessmentMethod
from binacore.proof import valid_until
from binacore.questionnaire_files import MOST_ITEMS
from renbina.competency.access import require
from renbina.competency.actions.gaps import refresh_gaps
from renbina.competency.actions.rating import refresh_people
from renbina.competency.enums import Method
from renbina.competency.models import Assessment, Competency
from renbina.competency.queries.became import pairs_of
from renbina.competency.queries.form_2a import Dictionary
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.queries import agency_of
from renbina.rulebook.queries import rulebook_for
from renbina.surveys.actions import take_questionnaire
from renbina.surveys.enums import Becomes, CampaignState, Mode
from renbina.surveys.models import Campaign, Instrument, InstrumentVersion
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import questionnaire_of

BATCH: Final = 1000
MANY: Final = 500
"""People for whom the gaps of everybody are computed anew, rather than theirs one by one."""
# What is asked stands in Indonesian, whoever makes it, with English beside it where the dictionary has all of it.
_NAME, _NAME_EN = "AKPK formulir 2a: {names}", "AKPK form 2a: {names}"
_PURPOSE = "Centang perilaku per kompetensi. Jawaban bernama menjadi penilaian diri saat ditutup."
_INTRO = (
    "Jawab untuk setiap perilaku: apakah Anda sudah melakukannya dalam pekerjaan sekarang? Tingkat berikutnya hanya "
    "ditanyakan bila semua perilaku di tingkat sebelumnya Anda jawab ya."
)
_INTRO_EN = (
    "Answer for each behaviour: do you already do this in your present work? The next level is asked about only where "
    "you answer yes to every behaviour of the level below."
)


class FormRefused(Refused):
    """A form without competencies, with one that nobody has described, or with more questions than can be asked."""


@action
def make_form_2a(
    *, competencies: Sequence[Competency], name: str = "", name_en: str = "", by: Actor, at: datetime
) -> InstrumentVersion:
    """The form for these competencies in the words of today, in their order.

    The same competencies continue the same form; where nothing has changed, its newest version is returned. Raises
    FormRefused, Forbidden.
    """
    require(by, "record_assessments")
    agency = agency_of(by)
    if any(each.agency_id != agency.pk for each in competencies):
        raise NotFound
    if not competencies:
        raise FormRefused(_("Tick at least one competency."))
    on = at.astimezone(ZoneInfo(agency.timezone)).date()
    words = Dictionary(competencies)
    described = [words.on(each.pk, on) for each in competencies]
    without = [each.name for each in described if not each.is_askable]
    if without:
        said = _("Nobody has described level 1 of %(names)s. Write it in the dictionary, or leave it out.")
        raise FormRefused(said % {"names": ", ".join(without)})
    title = name.strip() or _NAME.format(names=", ".join(each.name for each in described))
    # A name that somebody gave is a name in every language.
    english = name_en.strip() or name.strip() or _NAME_EN.format(names=", ".join(each.name_en for each in described))
    content = form_of(
        described, name=title[:200], purpose=_PURPOSE, intro=_INTRO,
        english={"name": english[:200], "intro": _INTRO_EN},
    )  # fmt: skip
    if len(content.items) > MOST_ITEMS:
        said = _("These competencies make %(n)s questions, and %(most)s can be asked at once. Choose fewer.")
        raise FormRefused(said % {"n": len(content.items), "most": MOST_ITEMS})
    standing = Instrument.objects.filter(agency=agency, code=content.code, becomes=Becomes.SELF_ASSESSMENT).first()
    newest = standing.versions.order_by("-number").first() if standing is not None else None
    if newest is not None and questionnaire_of(items_of(newest.pk)).sections == content.sections:
        record(obj=newest.instrument, old=None, new={"version": newest.number})
        return newest
    made = take_questionnaire(content=content, becomes=Becomes.SELF_ASSESSMENT, by=by, at=at)
    record(obj=made.instrument, old=None, new={"competencies": [each.code for each in competencies]})
    return made


@action
def take_self_assessments(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears surveys.closed: ticks of form 2a with names become self-assessments; returns how many are new.

    Each is dated on the day on which its answer was sent or last changed, and holds as long as the rule of that day
    says. Heard twice, the second time finds everything there. A competency whose words on that day were others than
    those asked is left aside; what was never sent is no answer. Other campaigns are none of its business.
    """
    found = Campaign.objects.select_for_update(of=("self",)).select_related("version__instrument", "agency")
    campaign = found.get(public_id=payload["campaign"])
    counts = {"assessments": 0, "people": 0, "left_aside": 0}
    becomes = campaign.version.instrument.becomes
    if (campaign.mode, campaign.state, becomes) == (Mode.NAMED, CampaignState.CLOSED, Becomes.SELF_ASSESSMENT):
        rows, counts["left_aside"] = _assessments(campaign)
        Assessment.objects.bulk_create(rows, batch_size=BATCH)
        people = sorted({row.employee_id for row in rows})
        counts |= {"assessments": len(rows), "people": len(people)}
        if len(people) > MANY:
            refresh_gaps(on=_day(campaign, at), by=by, at=at)
        elif people:
            refresh_people(people, _day(campaign, at), by)
            outbox.publish("competency.changed", {}, by=by, at=at)
    record(obj=campaign, old=None, new=counts | {"event": event_id})
    return counts["assessments"]


def _assessments(campaign: Campaign) -> tuple[list[Assessment], int]:
    """New rows, and how many pairs of a person and a competency cannot be taken."""
    known = set(Assessment.objects.filter(campaign=campaign).values_list("employee_id", "competency_id"))
    rulebook, untils = rulebook_for(campaign.agency_id), dict[date, date]()
    rows: list[Assessment] = []
    left = 0
    for pair in pairs_of(campaign):
        given, competency, said = pair.given, pair.competency, pair.said
        if competency is None or said is None:
            left += 1
            continue
        day = _day(campaign, given.changed_at)
        if day not in untils:
            untils[day] = valid_until(AssessmentMethod.SELF, day, rulebook.at(day))
        if (given.employee_id, competency.pk) not in known:
            rows.append(
                Assessment(
                    employee=given.employee, competency=competency, level=said.level, method=Method.SELF,
                    assessed_on=day, valid_until=untils[day], rater=given.employee, marks=dict(said.marks),
                    assessor=f"{given.employee.full_name} · {campaign.title}"[:200], campaign=campaign,
                )
            )  # fmt: skip
    return rows, left


def _day(campaign: Campaign, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(campaign.agency.timezone)).date()
