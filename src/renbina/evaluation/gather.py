"""Rows -> what `binacore` computes with: answers of classes, scores, and services before and after. Fixed queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, FloatField, Max, Min, Sum, Value, When
from django.db.models.functions import Cast, ExtractYear

from binacore.reaction import Reaction, reaction
from binacore.survey import LEAST
from binacore.verdict import Point, Series
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration
from renbina.evaluation.enums import Indicator
from renbina.evaluation.models import TestScore
from renbina.organisation.models import Agency, Placement, Unit
from renbina.surveys.enums import CampaignState, ItemKind
from renbina.surveys.models import AnonymousAnswer, Campaign, Item
from renbina.voice.models import SCORES, Feedback

LOOK_BACK: Final = 1  # years before the evaluated one whose classes still count as training of a unit
SUBJECT: Final = "batch:"


def subject_of(batch: Batch) -> str:
    """The key under which the reaction to a class is asked."""
    return f"{SUBJECT}{batch.public_id}"


@dataclass(frozen=True, slots=True)
class ClassRows:
    """A finished class: its days in the zone of the agency, how many completed it, and what they said and scored."""

    batch: Batch
    first_on: date
    last_on: date
    passed: int
    asked: int
    reaction: Reaction
    scores: tuple[tuple[float, float], ...]
    after: tuple[float, ...]  # of everybody with a score after the class
    sheets: tuple[Mapping[str, Any], ...] = field(repr=False, default=())
    scales: Mapping[str, tuple[int, int]] = field(repr=False, default_factory=dict)


NOTHING_SAID: Final = reaction([], {})


def held_batches(agency: Agency, years: Collection[int], programmes: Collection[int] | None = None) -> list[Batch]:
    """Finished classes of these years with their first and last moment, by number; one query."""
    rows = Batch.objects.filter(agency=agency, plan__year__in=years, state=BatchState.CLOSED)
    if programmes is not None:
        rows = rows.filter(programme_id__in=programmes)
    found = rows.select_related("plan", "programme").annotate(
        first_at=Min("sessions__starts_at"), last_at=Max("sessions__ends_at")
    )
    return [each for each in found.order_by("programme_id", "number") if each.first_at is not None]


def class_rows(agency: Agency, batches: Sequence[Batch]) -> list[ClassRows]:
    """What is known of each class; five queries whatever their number."""
    zone = ZoneInfo(agency.timezone)
    asked, sheets, scales = _answers(agency, batches)
    scores: dict[int, list[TestScore]] = defaultdict(list)
    for score in (
        TestScore.objects.filter(registration__batch__in=batches).select_related("registration").order_by("pk")
    ):
        scores[score.registration.batch_id].append(score)
    passed = dict(
        Registration.objects.filter(batch__in=batches, state=SeatState.PASSED)
        .order_by()
        .values_list("batch_id")
        .annotate(n=Count("pk"))
    )
    made = []
    for batch in batches:
        own = sheets.get(batch.pk, ())
        made.append(
            ClassRows(
                batch=batch,
                first_on=batch.first_at.astimezone(zone).date(),  # type: ignore[attr-defined]  # annotated
                last_on=batch.last_at.astimezone(zone).date(),  # type: ignore[attr-defined]  # annotated
                passed=passed.get(batch.pk, 0),
                asked=asked.get(batch.pk, 0),
                reaction=reaction(own, scales.get(batch.pk, {})) if own else NOTHING_SAID,
                scores=tuple(
                    (s.before, s.after) for s in scores[batch.pk] if s.before is not None and s.after is not None
                ),
                after=tuple(s.after for s in scores[batch.pk] if s.after is not None),
                sheets=tuple(own),
                scales=scales.get(batch.pk, {}),
            )
        )
    return made


def _answers(
    agency: Agency, batches: Sequence[Batch]
) -> tuple[dict[int, int], dict[int, list[dict[str, Any]]], dict[int, dict[str, tuple[int, int]]]]:
    """By class: how many were asked, their sheets, the scales; of closed campaigns without a name. Three queries."""
    by_subject = {subject_of(batch): batch.pk for batch in batches}
    campaigns = list(
        Campaign.objects.filter(agency=agency, subject__in=list(by_subject), state=CampaignState.CLOSED, salt="")
        .filter(mode="anonymous")
        .order_by("pk")
    )
    of_version: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    versions = {each.version_id for each in campaigns}
    for item in Item.objects.filter(section__version__in=versions, kind=ItemKind.LIKERT).select_related("section"):
        of_version[item.section.version_id][item.code] = (item.low, item.high)
    home = {each.pk: by_subject[each.subject] for each in campaigns}
    asked: dict[int, int] = defaultdict(int)
    scales = {}
    for each in campaigns:
        asked[home[each.pk]] += each.invited
        scales[home[each.pk]] = of_version[each.version_id]
    sheets: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for key, answers in AnonymousAnswer.objects.filter(campaign__in=campaigns).values_list("campaign_id", "answers"):
        sheets[home[key]].append(answers)
    return asked, sheets, scales


def together(classes: Iterable[ClassRows]) -> Reaction:
    """The reaction over several classes. A class too small to show is left out: nobody can subtract it."""
    sheets: list[Mapping[str, Any]] = []
    scales: dict[str, tuple[int, int]] = {}
    for each in classes:
        if len(each.sheets) >= LEAST:
            sheets += each.sheets
            scales.update(each.scales)
    return reaction(sheets, scales) if sheets else NOTHING_SAID


# --- services


@dataclass(frozen=True, slots=True)
class Trained:
    """A unit and the day on which enough of its people had completed a class, with how many by the last class."""

    unit: Unit
    on: date
    people: int


def trained_units(
    agency: Agency, classes: Sequence[ClassRows], units: Sequence[Unit], least: int
) -> dict[int, dict[int, Trained]]:
    """Programme key -> unit key -> when it was trained; people count where they worked on the day. Two queries."""
    by_batch = {each.batch.pk: each for each in classes}
    seats = list(
        Registration.objects.filter(batch__in=list(by_batch), state=SeatState.PASSED).values_list(
            "batch_id", "employee_id"
        )
    )
    placed: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    people = {employee for _, employee in seats}
    rows = Placement.objects.filter(employee__agency=agency).order_by("valid_from", "pk").select_related(None)
    wanted = rows.filter(employee__registrations__batch__in=list(by_batch)).distinct()
    for employee, since, until, path in wanted.values_list("employee_id", "valid_from", "valid_to", "unit__path"):
        if employee in people:
            placed[employee].append((since, until, path))
    counts: dict[tuple[int, int], list[date]] = defaultdict(list)
    for batch, employee in seats:
        held = by_batch[batch]
        path = _path_on(placed[employee], held.last_on)
        for unit in units:
            if path.startswith(unit.path):
                counts[(held.batch.programme_id, unit.pk)].append(held.last_on)
    known = {unit.pk: unit for unit in units}
    found: dict[int, dict[int, Trained]] = defaultdict(dict)
    for (programme, key), days in counts.items():
        if len(days) >= least:
            found[programme][key] = Trained(known[key], sorted(days)[least - 1], len(days))
    return found


def _path_on(placed: Sequence[tuple[date, date | None, str]], on: date) -> str:
    """Where somebody worked on a day; what is known first, for a day before anything is known."""
    for since, until, path in reversed(placed):
        if since <= on and (until is None or on < until):
            return path
    return placed[0][2] if placed else "-"


def half_years(agency: Agency, indicators: Collection[str], since: int, on: date) -> dict[str, dict[int, list[Point]]]:
    """Indicator -> unit key -> its means of complete half years from the year `since` on; one query an indicator.

    Half years with fewer than `survey.LEAST` answers are left out.
    """
    return {indicator: _points(agency, indicator, since, on) for indicator in sorted(indicators)}


def _points(agency: Agency, indicator: str, since: int, on: date) -> dict[int, list[Point]]:
    rows = (
        Feedback.objects.filter(agency=agency, received_on__gte=date(since, 1, 1))
        .order_by()
        .annotate(
            year=ExtractYear("received_on"),
            half=Case(When(received_on__month__lte=6, then=Value(1)), default=Value(2)),
            figure=_figure(indicator),
        )
        .filter(figure__isnull=False)
        .values("service__unit_id", "year", "half")
        .annotate(n=Count("pk"), total=Sum("figure"), squares=Sum(F("figure") * F("figure")))
    )
    found: dict[int, list[Point]] = defaultdict(list)
    for row in rows:
        starts, ends = _half(row["year"], row["half"])
        if ends > on or row["n"] < LEAST:
            continue
        mean = row["total"] / row["n"]
        spread = max(0.0, row["squares"] / row["n"] - mean * mean) ** 0.5
        found[row["service__unit_id"]].append(Point(starts, ends, mean, spread, row["n"]))
    return {unit: sorted(points, key=lambda point: point.starts_on) for unit, points in found.items()}


def _figure(indicator: str) -> Any:
    if indicator == Indicator.SKM:
        total: Any = F(SCORES[0])
        for name in SCORES[1:]:
            total = total + F(name)
        return Cast(total, FloatField()) * Value(25.0) / Value(float(len(SCORES)))
    return Cast(F(Indicator(indicator).value), FloatField())


def _half(year: int, half: int) -> tuple[date, date]:
    return (date(year, 1, 1), date(year, 7, 1)) if half == 1 else (date(year, 7, 1), date(year + 1, 1, 1))


def series_of(
    points: Mapping[int, Sequence[Point]], units: Mapping[int, Unit], trained: Mapping[int, Trained]
) -> list[Series]:
    """Trained units and those of the same kinds that were not, by name: only like is compared with like."""
    kinds = {each.unit.kind for each in trained.values()}
    chosen = [unit for unit in units.values() if unit.kind in kinds and unit.pk in points]
    return [
        Series(
            unit.short_name,
            trained[unit.pk].on if unit.pk in trained else None,
            tuple(points[unit.pk]),
        )
        for unit in sorted(chosen, key=lambda each: (each.short_name, each.pk))
    ]
