"""Results of programmes, computed from rows every time they are shown; nothing of them is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from binacore.reaction import Aspect, Bounds, Reaction, weak_aspects, wrong_method
from binacore.rules import RulesAt
from binacore.verdict import (
    NO_TARGET,
    Effect,
    Estimate,
    Goal,
    Judgement,
    Point,
    Verdict,
    gain,
    judge_scores,
    judge_service,
    service_effect,
)
from renbina.catalogue.models import Programme
from renbina.delivery.models import Batch
from renbina.evaluation.access import VIEW, require
from renbina.evaluation.enums import FindingKind, TargetKind
from renbina.evaluation.gather import (
    LOOK_BACK,
    ClassRows,
    Place,
    class_rows,
    half_years,
    held_batches,
    series_of,
    together,
    trained_units,
)
from renbina.evaluation.models import Finding, Target
from renbina.evaluation.queries.reports import Reports, reports_of
from renbina.foundation.actor import Actor
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries import priority_of
from renbina.organisation.access import own_agency
from renbina.rulebook.queries import rules_on

WEAK_TONE: Final = 70.0  # points below which a bar is drawn as needing attention
SERVICE_YEARS: Final = 2  # years of citizens' answers before the first class that are looked at


@dataclass(frozen=True, slots=True)
class Result:
    """A programme in a year: its four marks and the verdict. `classes` are the finished ones of the year."""

    programme: Programme
    year: int
    classes: tuple[ClassRows, ...]
    reaction: Reaction
    gain: Estimate | None
    scored: int  # people with both scores
    reports: Reports
    target: Target | None
    effect: Effect | None  # on the service of the target
    points: Mapping[str, tuple[Point, ...]]  # unit -> half years, of the units in `effect`
    judgement: Judgement

    @property
    def people(self) -> int:
        return sum(each.passed for each in self.classes)

    @property
    def cost(self) -> int:
        """Rupiah, by the prices of the catalogue."""
        return self.programme.cost_per_batch * len(self.classes) + self.programme.cost_per_person * self.people


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that the figures suggest. `figures` are points of 100, or numbers of people, by name."""

    kind: FindingKind
    batch: Batch | None
    figures: Mapping[str, float]


def bounds_of(rules: RulesAt) -> Bounds:
    """When an aspect of the reaction is good or weak, by the agency's rules."""
    row = rules.table("evaluation.reaction")
    return Bounds(float(row["good"]), float(row["weak"]), float(row["apart"]))


def results(actor: Actor, year: int, on: date, programmes: Collection[int] | None = None) -> list[Result]:
    """Programmes of a year that were held or have a target, by name; a fixed number of queries.

    `programmes` (keys) bounds it. Raises Forbidden.
    """
    require(actor, VIEW)
    agency = own_agency(actor)
    rules = rules_on(agency, on)
    return computed(agency, rules, year, on, programmes)


def programme_result(
    actor: Actor, programme: Programme, year: int, on: date, reports: Reports | None = None
) -> tuple[Result | None, list[Proposal]]:
    """One programme, None where there is nothing of it in the year, and what its figures suggest to note.

    `reports`: where they were counted already, so that they are not asked for twice.
    """
    require(actor, VIEW, programme.agency_id)
    rules = rules_on(programme.agency_id, on)
    known = {programme.pk: reports} if reports is not None else None
    found = computed(programme.agency_id, rules, year, on, [programme.pk], known)
    return (found[0], proposals(found[0], rules)) if found else (None, [])


def computed(
    agency: int, rules: RulesAt, year: int, on: date, programmes: Collection[int] | None,
    known_reports: Mapping[int, Reports] | None = None,
) -> list[Result]:  # fmt: skip
    """The same for whoever has asked already who may see it."""
    classes = class_rows(held_batches(agency, range(year - LOOK_BACK, year + 1), programmes))
    aimed = Target.objects.filter(agency_id=agency, year=year).select_related("programme")
    if programmes is not None:
        aimed = aimed.filter(programme_id__in=programmes)
    targets = {target.programme_id: target for target in aimed}
    of_year = {each.batch.programme_id for each in classes if each.batch.plan.year == year}
    known = {each.batch.programme_id: each.batch.programme for each in classes}
    known |= {target.programme_id: target.programme for target in targets.values()}
    services = _Services(agency, classes, targets, rules, year, on)
    reports = reports_of(agency, year, sorted(of_year), on) if known_reports is None else known_reports
    made = [
        _result(known[key], year, [each for each in classes if each.batch.programme_id == key], targets.get(key),
                services, reports.get(key, Reports()), rules)
        for key in of_year | set(targets)
    ]  # fmt: skip
    return sorted(made, key=lambda each: (each.programme.name, each.programme.pk))


def judged(target: Target, on: date) -> Judgement:
    """The verdict alone, for whoever has asked already who may see it; four queries at most.

    Without what superiors confirmed, which changes its limits but never the verdict.
    """
    rules = rules_on(target.agency_id, on)
    years = range(target.year - LOOK_BACK, target.year + 1)
    batches = held_batches(target.agency_id, years, [target.programme_id])
    classes = class_rows(batches, with_answers=False, with_scores=target.kind == TargetKind.SCORE)
    services = _Services(target.agency_id, classes, {target.programme_id: target}, rules, target.year, on)
    return _result(target.programme, target.year, classes, target, services, Reports(), rules).judgement


def proposals(result: Result, rules: RulesAt) -> list[Proposal]:
    """What the figures of a programme suggest to note, class by class, then the whole."""
    bounds, found = bounds_of(rules), []
    for each in result.classes:
        for aspect in weak_aspects(each.reaction, bounds):
            figures = {"points": each.reaction.aspects[aspect] or 0.0}
            if aspect is Aspect.METHOD and wrong_method(each.reaction, bounds):
                figures["content"] = each.reaction.aspects[Aspect.CONTENT] or 0.0
            found.append(Proposal(_KINDS[aspect], each.batch, figures))
    if result.judgement.verdict is Verdict.NOT_SEEN:
        found.append(Proposal(FindingKind.NO_EFFECT, None, {}))
    standard = rules.table("evaluation.standard_score")
    after = [points for each in result.classes for points in each.after]
    below = sum(points < standard["remedial"] for points in after)
    above = sum(points >= standard["advanced"] for points in after)
    if below:
        found.append(Proposal(FindingKind.REMEDIAL, None, {"people": below, "bound": standard["remedial"]}))
    if above:
        found.append(Proposal(FindingKind.ADVANCED, None, {"people": above, "bound": standard["advanced"]}))
    return found


_KINDS: Final = {
    Aspect.CONTENT: FindingKind.CONTENT,
    Aspect.METHOD: FindingKind.METHOD,
    Aspect.TRAINER: FindingKind.TRAINER,
    Aspect.PLACE: FindingKind.PLACE,
}


def priority_if_weighed(actor: Actor, finding: Finding, on: date) -> tuple[float, float] | None:
    """The priority of the need now and if the finding were counted; None where it names no competency or is counted."""
    require(actor, VIEW, finding.agency_id)
    if finding.competency_id is None or finding.weighed_on is not None:
        return None
    weight = rules_on(finding.agency_id, on).number("evaluation.evidence_weight")
    path = finding.unit.path if finding.unit else ""
    now = priority_of(actor, finding.competency_id, path, on=on)
    then = priority_of(actor, finding.competency_id, path, on=on, extra=((EvidenceSource.EVALUATION, weight),))
    return now.weight, then.weight


class _Services:
    """What citizens said in trained units and in those of the same kinds, for all targets on a service at once."""

    def __init__(
        self,
        agency: int,
        classes: Sequence[ClassRows],
        targets: Mapping[int, Target],
        rules: RulesAt,
        year: int,
        on: date,
    ) -> None:
        wanted = sorted({each.indicator for each in targets.values() if each.kind == TargetKind.SERVICE})
        self.places: Mapping[int, Place] = {}
        self.trained: Mapping[int, Mapping[int, date]] = {}
        self.points: Mapping[str, Mapping[int, list[Point]]] = {}
        if wanted:
            self.places, self.points = half_years(agency, wanted, year - SERVICE_YEARS, on)
            judged = [each for each in classes if each.batch.programme_id in targets]
            self.trained = trained_units(judged, self.places, rules.integer("evaluation.least_participants"))

    def effect(self, target: Target, least_units: int) -> tuple[Effect, dict[str, tuple[Point, ...]]]:
        trained = self.trained.get(target.programme_id, {})
        series = series_of(self.points.get(target.indicator, {}), self.places, trained)
        found = service_effect(series, least_units=least_units)
        return found, {each.unit: each.points for each in series}


def _result(
    programme: Programme, year: int, classes: Sequence[ClassRows], target: Target | None, services: _Services,
    reports: Reports, rules: RulesAt,
) -> Result:  # fmt: skip
    own = tuple(each for each in classes if each.batch.plan.year == year)
    pairs = [pair for each in own for pair in each.scores]
    least = rules.integer("evaluation.least_scores")
    effect: Effect | None = None
    points: dict[str, tuple[Point, ...]] = {}
    judgement = NO_TARGET
    if target is not None:
        goal = Goal(target.baseline, target.goal)
        if target.kind == TargetKind.SERVICE:
            effect, points = services.effect(target, rules.integer("evaluation.least_units"))
            weak = rules.number("evaluation.weak_behaviour") / 100
            judgement = judge_service(goal, effect, confirmed=reports.share, weak=weak)
        else:
            judgement = judge_scores(goal, pairs, people=sum(each.passed for each in own), least=least)
    return Result(
        programme=programme,
        year=year,
        classes=own,
        reaction=together(own),
        gain=gain(pairs, least=least),
        scored=len(pairs),
        reports=reports,
        target=target,
        effect=effect,
        points=points,
        judgement=judgement,
    )
