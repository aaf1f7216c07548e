"""What citizens said of each service, what was done and what stands open; whole counts, nothing taken out yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q

from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration
from renbina.foundation.base import holds_on
from renbina.organisation.models import Agency, Placement
from renbina.publication.models import PublishedResult
from renbina.voice.enums import Cause, Theme
from renbina.voice.models import Feedback, PublishedSatisfaction, Remedy, Service


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """One half year of the SKM, as it was published. `means`: element -> 1 to 4, None where it is not shown."""

    starts_on: date
    last_day: date
    respondents: int | None
    index: float | None
    grade: str
    means: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit promised; `forum` is the public id of the forum at which it did, or empty."""

    text: str
    unit: str
    cause: str
    due_on: date
    done_on: date | None
    proof: str
    forum: str


@dataclass(frozen=True, slots=True)
class Training:
    """People of the unit who completed a programme, and the days of its classes.

    `outside`: those of them who work in no smaller unit that has a service, hence a page, of its own.
    """

    programme: str
    people: int
    outside: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """Everything about one service. `themes` and `causes` count the same matters, every group named.

    `themes_before` and `causes_before`: of the year before; `told_before`: how that year was last published.
    """

    service: Service
    now: Satisfaction | None
    before: Satisfaction | None
    themes: dict[str, int]
    causes: dict[str, int]
    themes_before: dict[str, int]
    causes_before: dict[str, int]
    told_before: Mapping[str, Any] | None
    trainings: tuple[Training, ...]
    staff: int
    promises: tuple[Promise, ...]


def service_facts(agency: Agency, on: date) -> list[ServiceFacts]:
    """Every service of the agency, by unit and name; ten queries whatever their number."""
    rows = Service.objects.filter(agency=agency).select_related("unit").order_by("unit__path", "name", "pk")
    services = list(rows)
    periods = _satisfaction(services)
    themes, causes = _matters(services, on.year)
    themes_before, causes_before = _matters(services, on.year - 1)
    told = _told(services, on.year - 1, ZoneInfo(agency.timezone))
    promises = _promises(services)
    staff, trainings = _people(agency, services, on)
    return [
        ServiceFacts(
            each, *_pair(periods[each.pk], on.year), themes[each.pk], causes[each.pk], themes_before[each.pk],
            causes_before[each.pk], told.get(each.pk), tuple(trainings[each.unit_id]), staff[each.unit_id],
            tuple(promises[each.pk]),
        )
        for each in services
    ]  # fmt: skip


def _satisfaction(services: Sequence[Service]) -> dict[int, list[Satisfaction]]:
    found: dict[int, list[Satisfaction]] = defaultdict(list)
    for row in PublishedSatisfaction.objects.filter(service__in=services).order_by("starts_on"):
        means = {each["element"]: each["mean"] for each in row.elements}
        found[row.service_id].append(
            Satisfaction(row.starts_on, row.last_day, row.respondents, row.index, row.grade, means)
        )
    return found


def _pair(periods: Sequence[Satisfaction], year: int) -> tuple[Satisfaction | None, Satisfaction | None]:
    """The newest of this year (or of the last, before the first of this year), and the same half a year earlier."""
    recent = [each for each in periods if each.starts_on.year >= year - 1]
    if not recent:
        return None, None
    now = recent[-1]
    same = [each for each in periods if each.starts_on == now.starts_on.replace(year=now.starts_on.year - 1)]
    return now, same[0] if same else None


def _matters(services: Sequence[Service], year: int) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, int]]]:
    """Matters of the year that a moderator has read, by theme and by cause. A matter without a theme is "other"."""
    themes: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Theme.values, 0))
    causes: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Cause.values, 0))
    rows = (
        Feedback.objects.filter(service__in=services, received_on__year=year).exclude(cause="")
        .order_by().values_list("service_id", "theme", "cause").annotate(n=Count("pk"))
    )  # fmt: skip
    for service, theme, cause, count in rows:
        themes[service][theme or Theme.OTHER] += count
        causes[service][cause] += count
    return themes, causes


def _told(services: Sequence[Service], year: int, zone: ZoneInfo) -> dict[int, Mapping[str, Any]]:
    """Service key -> what was last published about citizens' words of a year, while it ran or after it."""
    found: dict[int, Mapping[str, Any]] = {}
    rows = PublishedResult.objects.filter(service__in=services, year__in=(year, year + 1))
    for row in rows.order_by("published_at", "pk"):
        words = row.figures.get("words" if row.year == year else "words_before")
        if words is not None:
            found[row.service_id] = {"as_of": row.published_at.astimezone(zone).date().isoformat(), **words}
    return found


def _promises(services: Sequence[Service]) -> dict[int, list[Promise]]:
    """Of the service, and of public forums of its unit; the earliest day first."""
    found: dict[int, list[Promise]] = defaultdict(list)
    of_unit: dict[int, list[int]] = defaultdict(list)
    for service in services:
        of_unit[service.unit_id].append(service.pk)
    rows = Remedy.objects.filter(
        Q(feedback__service__in=services) | Q(forum__unit__in=list(of_unit), forum__published_on__isnull=False)
    ).select_related("unit", "feedback", "forum")
    for row in rows.order_by("due_on", "pk"):
        promise = Promise(
            row.promise, row.unit.short_name, row.cause, row.due_on, row.done_on, row.proof,
            row.forum.public_id if row.forum else "",
        )  # fmt: skip
        owners = of_unit[row.forum.unit_id] if row.forum else [row.feedback.service_id] if row.feedback else []
        for key in owners:
            found[key].append(promise)
    return found


def _people(agency: Agency, services: Sequence[Service], on: date) -> tuple[dict[int, int], dict[int, list[Training]]]:
    """Unit key -> its staff today, and who of it completed what in the year and the year before."""
    paths = {service.unit.path: service.unit_id for service in services}
    placed: dict[int, str] = dict(
        Placement.objects.filter(holds_on(on), employee__agency=agency)
        .order_by("pk")
        .values_list("employee_id", "unit__path")
    )
    staff: dict[int, int] = defaultdict(int)
    for path in placed.values():
        for key in _above(path, paths):
            staff[key] += 1
    classes = _classes(agency, on)
    seats = Registration.objects.filter(batch__in=list(classes), state=SeatState.PASSED).order_by()
    people: dict[tuple[int, str], set[int]] = defaultdict(set)
    days: dict[tuple[int, str], list[date]] = defaultdict(list)
    for batch, employee in seats.values_list("batch_id", "employee_id"):
        programme, first_on, last_on = classes[batch]
        for key in _above(placed.get(employee, ""), paths):
            people[key, programme].add(employee)
            days[key, programme] += [first_on, last_on]
    found: dict[int, list[Training]] = defaultdict(list)
    own = {key: path for path, key in paths.items()}
    for (key, programme), who in sorted(people.items()):
        smaller = [path for path in paths if path != own[key] and path.startswith(own[key])]
        outside = sum(not placed[person].startswith(tuple(smaller)) for person in who) if smaller else len(who)
        found[key].append(Training(programme, len(who), outside, min(days[key, programme]), max(days[key, programme])))
    return staff, found


def _classes(agency: Agency, on: date) -> dict[int, tuple[str, date, date]]:
    """Finished classes of the year and the year before: programme, first and last day in the agency's zone."""
    zone = ZoneInfo(agency.timezone)
    rows = (
        Batch.objects.filter(agency=agency, state=BatchState.CLOSED, plan__year__in=(on.year - 1, on.year))
        .annotate(first_at=Min("sessions__starts_at"), last_at=Max("sessions__starts_at"))
        .values_list("pk", "programme__name", "first_at", "last_at")
    )
    return {
        key: (name, first.astimezone(zone).date(), last.astimezone(zone).date())
        for key, name, first, last in rows.order_by("pk")
        if first is not None and last is not None
    }


def _above(path: str, paths: dict[str, int]) -> Iterable[int]:
    """Keys of the units at or above a path."""
    return (key for above, key in paths.items() if path.startswith(above))
