"""Rows -> what `binacore` computes with: answers of classes, scores, and services before and after. Fixed queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, FloatField, Max, Min, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear

from binacore.disclosure import LEAST
from binacore.reaction import Reaction, reaction
from binacore.verdict import Point, Series
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration, Session
from renbina.evaluation.enums import Indicator
from renbina.evaluation.models import TestScore
from renbina.surveys.enums import CampaignState, ItemKind, Mode
from renbina.surveys.models import AnonymousAnswer, Campaign
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


def held_batches(agency_id: int, years: Collection[int], programmes: Collection[int] | None = None) -> list[Batch]:
    """Finished classes of these years, by number, with first and last moment and how many completed; one query."""
    rows = Batch.objects.filter(agency_id=agency_id, plan__year__in=years, state=BatchState.CLOSED)
    if programmes is not None:
        rows = rows.filter(programme_id__in=programmes)
    sessions = Session.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    passed = Registration.objects.filter(batch=OuterRef("pk"), state=SeatState.PASSED).order_by().values("batch")
    found = rows.select_related("plan", "programme", "agency").annotate(
        first_at=Subquery(sessions.annotate(at=Min("starts_at")).values("at")),
        last_at=Subquery(sessions.annotate(at=Max("ends_at")).values("at")),
        completed=Coalesce(Subquery(passed.annotate(n=Count("pk")).values("n")), 0),
    )
    return [each for each in found.order_by("programme_id", "number") if each.first_at is not None]


def class_rows(batches: Sequence[Batch], *, with_answers: bool = True, with_scores: bool = True) -> list[ClassRows]:
    """What is known of each class of `held_batches`; three queries whatever their number, fewer for a part of it."""
    asked, sheets, scales = _answers(batches if with_answers else ())
    scores: dict[int, list[TestScore]] = defaultdict(list)
    rows = TestScore.objects.filter(registration__batch__in=batches if with_scores else ())
    for score in rows.select_related("registration").order_by("pk"):
        scores[score.registration.batch_id].append(score)
    made = []
    for batch in batches:
        own, zone = sheets.get(batch.pk, ()), ZoneInfo(batch.agency.timezone)
        made.append(
            ClassRows(
                batch=batch,
                first_on=batch.first_at.astimezone(zone).date(),  # type: ignore[attr-defined]  # annotated
                last_on=batch.last_at.astimezone(zone).date(),  # type: ignore[attr-defined]  # annotated
                passed=batch.completed,  # type: ignore[attr-defined]  # annotated
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
    batches: Sequence[Batch],
) -> tuple[dict[int, int], dict[int, list[dict[str, Any]]], dict[int, dict[str, tuple[int, int]]]]:
    """By class: how many were asked, their sheets, the scales; of closed campaigns without a name. Two queries."""
    by_subject = {subject_of(batch): batch.pk for batch in batches}
    closed = Campaign.objects.filter(
        subject__in=list(by_subject), state=CampaignState.CLOSED, mode=Mode.ANONYMOUS,
        version__sections__items__kind=ItemKind.LIKERT,
    )  # fmt: skip
    item = "version__sections__items__"
    asked: dict[int, int] = {}
    scales: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    home: dict[int, int] = {}
    rows = closed.order_by("pk").values_list("pk", "subject", "invited", f"{item}code", f"{item}low", f"{item}high")
    for key, subject, invited, code, low, high in rows:
        home[key] = by_subject[subject]
        asked[home[key]] = invited
        scales[home[key]][code] = (low, high)
    sheets: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for key, answers in AnonymousAnswer.objects.filter(campaign__in=list(home)).values_list("campaign_id", "answers"):
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
class Place:
    """A unit that citizens speak about."""

    name: str
    kind: str
    path: str


def trained_units(classes: Sequence[ClassRows], places: Mapping[int, Place], least: int) -> dict[int, dict[int, date]]:
    """Programme key -> unit key -> the day on which enough of its people had completed a class; one query.

    People count where they worked on the day.
    """
    by_batch = {each.batch.pk: each for each in classes}
    worked: dict[tuple[int, int], list[tuple[date, date | None, str]]] = defaultdict(list)
    placed = "employee__placements__"
    rows = Registration.objects.filter(
        batch__in=list(by_batch), state=SeatState.PASSED, employee__placements__isnull=False
    )
    fields = ("batch_id", "employee_id", f"{placed}valid_from", f"{placed}valid_to", f"{placed}unit__path")
    for batch, employee, since, until, path in rows.order_by(f"{placed}valid_from", "pk").values_list(*fields):
        worked[(batch, employee)].append((since, until, path))
    days: dict[tuple[int, int], list[date]] = defaultdict(list)
    for (batch, _), placements in worked.items():
        held = by_batch[batch]
        path = _path_on(placements, held.last_on)
        for key, place in places.items():
            if path.startswith(place.path):
                days[(held.batch.programme_id, key)].append(held.last_on)
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for (programme, key), ends in days.items():
        if len(ends) >= least:
            found[programme][key] = sorted(ends)[least - 1]
    return found


def _path_on(placed: Sequence[tuple[date, date | None, str]], on: date) -> str:
    """Where somebody worked on a day; what is known first, for a day before anything is known."""
    for since, until, path in reversed(placed):
        if since <= on and (until is None or on < until):
            return path
    return placed[0][2] if placed else "-"


def half_years(
    agency_id: int, indicators: Collection[str], since: int, on: date
) -> tuple[dict[int, Place], dict[str, dict[int, list[Point]]]]:
    """The units of services, and indicator -> unit key -> its means of complete half years from `since` on; one query.

    Half years with fewer than `LEAST` answers are left out.
    """
    figures = {f"figure_{name}": _figure(name) for name in indicators}
    sums: dict[str, Any] = {f"n_{name}": Count(f"figure_{name}") for name in indicators}
    sums |= {f"total_{name}": Sum(f"figure_{name}") for name in indicators}
    sums |= {f"squares_{name}": Sum(F(f"figure_{name}") * F(f"figure_{name}")) for name in indicators}
    half = Case(When(received_on__month__lte=6, then=Value(1)), default=Value(2))
    answers = Feedback.objects.filter(agency_id=agency_id, received_on__gte=date(since, 1, 1), received_on__lt=on)
    unit = "service__unit"
    rows = (
        answers.order_by()
        .annotate(year=ExtractYear("received_on"), half=half, **figures)
        .values(f"{unit}_id", f"{unit}__short_name", f"{unit}__kind", f"{unit}__path", "year", "half")
        .annotate(**sums)
    )
    places: dict[int, Place] = {}
    found: dict[str, dict[int, list[Point]]] = {name: defaultdict(list) for name in indicators}
    for row in rows:
        key = row[f"{unit}_id"]
        places[key] = Place(row[f"{unit}__short_name"], row[f"{unit}__kind"], row[f"{unit}__path"])
        starts, ends = _half(row["year"], row["half"])
        for name in indicators:
            n = row[f"n_{name}"]
            if ends <= on and n >= LEAST:
                mean = row[f"total_{name}"] / n
                spread = max(0.0, row[f"squares_{name}"] / n - mean * mean) ** 0.5
                found[name][key].append(Point(starts, ends, mean, spread, n))
    for points in (points for units in found.values() for points in units.values()):
        points.sort(key=lambda point: point.starts_on)
    return places, found


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
    points: Mapping[int, Sequence[Point]], places: Mapping[int, Place], trained: Mapping[int, date]
) -> list[Series]:
    """Trained units and those of the same kinds that were not, by name: only like is compared with like."""
    kinds = {places[key].kind for key in trained}
    chosen = [(places[key].name, key) for key in points if places[key].kind in kinds]
    return [Series(name, trained.get(key), tuple(points[key])) for name, key in sorted(chosen)]
