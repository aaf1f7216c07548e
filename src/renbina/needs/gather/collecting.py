"""What surveys, talks, proposals, predicates and studies say, as rows of evidence. Nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from binacore.indices import Predicate
from binacore.speaking import (
    Said,
    factor_of,
    from_predicates,
    from_study,
    from_survey,
    from_talks,
    from_wishes,
)
from renbina.competency.models import Competency, Gap
from renbina.competency.queries import need_rows
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries.evidence import Facts, evidence_words
from renbina.needs.queries.proposing import proposals_by_need
from renbina.needs.queries.studies import people_by_study
from renbina.needs.queries.voices import quotes_by_need
from renbina.needs.queries.weights import STEP
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Unit
from renbina.records.models import PerformanceResult
from renbina.surveys.queries.scores import scores_by_subject

Need = tuple[str, int]  # path of a unit (empty: the agency) and competency


@dataclass(frozen=True, slots=True)
class Derived:
    """One row of evidence as collected. `origin` and the need name it; collecting again replaces the one so named."""

    source: EvidenceSource
    origin: str
    need: Need
    said: Said
    facts: Facts

    @property
    def reason(self) -> str:
        """In the language that is active."""
        return evidence_words(self.facts)

    @property
    def weight(self) -> float:
        return factor_of(self.source, self.said)


def derived(actor: Actor, year: int, on: date) -> tuple[Derived, ...]:
    """Everything that speaks for a need of the plan year, in a fixed order and a fixed number of queries."""
    rows = [
        *_surveys(actor),
        *_talks(actor, year),
        *_wishes(actor, year),
        *_predicates(actor, on),
        *_studies(actor, year),
    ]
    known = set(Unit.objects.filter(agency_id=own_agency(actor)).values_list("path", flat=True)) | {""}
    speaking = [row for row in rows if row.said.speaks and row.need[0] in known]
    return tuple(sorted(speaking, key=lambda row: (row.source, row.origin, row.need)))


def _surveys(actor: Actor) -> Iterator[Derived]:
    """Of every unit the newest closed campaign that asked about the competency; small groups are absent there."""
    codes = dict(Competency.objects.filter(agency_id=own_agency(actor)).values_list("code", "pk"))
    paths = dict(Unit.objects.filter(agency_id=own_agency(actor)).values_list("public_id", "path"))
    told: set[Need] = set()
    for score in scores_by_subject(actor):
        kind, _colon, code = score.subject.partition(":")
        if kind != "competency" or code not in codes or score.group not in paths:
            continue
        need = (paths[score.group], codes[code])
        if need not in told:
            told.add(need)
            scale = (float(score.scale_low), float(score.scale_high))
            facts = {
                "says": "survey", "title": score.title, "mean": round(float(score.mean), 4), "n": score.n,
                "top": int(score.scale_high), "invited": score.invited,
            }  # fmt: skip
            said = from_survey(score.mean, scale, score.n, score.invited)
            yield Derived(EvidenceSource.SURVEY, f"survey:{score.campaign_public_id}", need, said, facts)


def _talks(actor: Actor, year: int) -> Iterator[Derived]:
    for need, found in quotes_by_need(actor, year).items():
        if len(need[0]) == STEP:
            facts = {"says": "talks", "people": found.people, "quotes": found.quotes}
            yield Derived(EvidenceSource.INTERVIEW, f"talks:{year}", need, from_talks(found.people), facts)


def _wishes(actor: Actor, year: int) -> Iterator[Derived]:
    asked = _asked(actor)
    for need, found in proposals_by_need(actor, year).items():
        if len(need[0]) == STEP and asked.get(need):
            facts = {
                "says": "proposals", "proposals": found.proposals, "people": found.people, "asked": asked[need],
            }  # fmt: skip
            said = from_wishes(found.people, asked[need])
            yield Derived(EvidenceSource.PROPOSAL, f"proposals:{year}", need, said, facts)


def _asked(actor: Actor) -> Mapping[Need, int]:
    people: dict[Need, int] = defaultdict(int)
    for path, competency, number, *_rest in need_rows(actor):
        people[path[:STEP], competency] += number
    return people


def _predicates(actor: Actor, on: date) -> Iterator[Derived]:
    """Of those who miss the standard, the newest year's predicates."""
    agency = own_agency(actor)
    rated = PerformanceResult.objects.filter(employee__agency_id=agency, year__lt=on.year)
    year = rated.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return
    rows = Gap.objects.filter(
        holds_on(on, "employee__placements__"),
        employee__agency_id=agency, size__gt=0, employee__placements__kind=PlacementKind.DEFINITIVE,
        employee__performance__year=year,
    )  # fmt: skip
    counts: dict[Need, Counter[Predicate]] = defaultdict(Counter)
    told = ("employee__placements__unit__path", "competency_id", "employee__performance__predicate")
    for path, competency, predicate in rows.order_by().values_list(*told):
        counts[path[:STEP], competency][Predicate(predicate)] += 1
    for need, predicates in counts.items():
        said = from_predicates(predicates)
        if said is not None:
            facts = {"says": "predicates", "year": year, "people": said.people}
            yield Derived(EvidenceSource.PERFORMANCE, f"predicates:{year}", need, said, facts)


def _studies(actor: Actor, year: int) -> Iterator[Derived]:
    for need, people in people_by_study(actor, year).items():
        facts = {"says": "studies", "people": people}
        yield Derived(EvidenceSource.STRATEGY, f"studies:{year}", need, from_study(people), facts)
