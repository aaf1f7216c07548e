"""Who is asked: the people of a filter or a list on a day, and how a sample spreads over them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from binacore.disclosure import LEAST
from binacore.sampling import allocated
from binacore.skm import sample_size
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PositionKind
from renbina.organisation.models import Employee, Placement, Position, Unit
from renbina.organisation.queries import GONE, day_for, status_on
from renbina.rulebook.queries import rules_on
from renbina.surveys.access import MANAGE, own_agency, require
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Criteria:
    """Narrows an audience by filter: people with a post that fits each of these; an empty one asks for nothing.

    `units`: public ids, with everything below them. `people`: keys, of a list that waits for its day.
    """

    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    people: tuple[int, ...] = ()

    def stored(self) -> dict[str, list[Any]]:
        """As a campaign keeps it: without what is empty."""
        names = ("units", "kinds", "levels", "families", "people")
        return {name: list(getattr(self, name)) for name in names if getattr(self, name)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Criteria":
        """From what a campaign keeps."""
        return cls(**{name: tuple(values) for name, values in stored.items()})


@dataclass(frozen=True, slots=True)
class Asked:
    """One person of an audience. `group`: public_id of the perangkat daerah; `kind`: of the position; may be empty."""

    employee_id: int
    group: str
    kind: str

    @property
    def stratum(self) -> str:
        """Of a sample: unit and kind of position."""
        return f"{self.group}/{self.kind}"


@dataclass(frozen=True, slots=True)
class Spread:
    """One perangkat daerah of an audience: people there, and how many of them are asked."""

    name: str
    people: int
    asked: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What an audience holds before anybody is asked."""

    people: int
    asked: int
    with_address: int  # of the people, not of the sample, which is not drawn yet
    is_sample: bool
    units: tuple[Spread, ...]
    kinds: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class AudienceChoices:
    """What the builder offers: (value, label)."""

    kinds: tuple[tuple[str, str], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    families: tuple[tuple[str, str], ...] = field(default=())


def audience_of(agency_id: int, audience: str, unit: Unit | None, criteria: Criteria, on: date) -> list[Asked]:
    """The people who are asked on a day: of this agency, not gone, each once, by key; three queries at most."""
    people = Employee.objects.filter(agency_id=agency_id).annotate(status_now=status_on(on))
    if audience == AudienceKind.LIST:
        people = people.filter(pk__in=criteria.people)
    here = [key for key, status in people.order_by("pk").values_list("pk", "status_now") if status not in GONE]
    posts = _posts(agency_id, on)
    if audience == AudienceKind.UNIT and unit is not None:
        fitting = _within(posts, [unit.path])
    elif audience == AudienceKind.FILTER:
        fitting = _fitting(agency_id, posts, criteria)
    else:
        fitting = None
    roots = dict(Unit.objects.filter(agency_id=agency_id, depth=1).values_list("path", "public_id"))
    return [_asked(key, posts.get(key, []), roots) for key in here if fitting is None or key in fitting]


def views_of(people: Iterable[tuple[int, str]], *, by_unit: bool) -> list[set[int]]:
    """The sets of people whose results can be had: everybody, and the units large enough. `people`: (key, group)."""
    groups: dict[str, set[int]] = defaultdict(set)
    for key, group in people:
        groups[group].add(key)
    whole = set().union(*groups.values())
    return [whole, *(group for group in groups.values() if by_unit and len(group) >= LEAST)]


def near_campaigns(campaign: Campaign, within: timedelta) -> Iterator[tuple[Campaign, list[set[int]]]]:
    """Other campaigns of the same questionnaire about the same thing, at most so long ago, with `views_of` them.

    Only those whose results hide names: they could be set against each other. One query, and one for each.
    """
    found = Campaign.objects.filter(
        agency=campaign.agency, version__instrument=campaign.version.instrument, subject=campaign.subject,
        closes_on__gte=campaign.opened_on - within,
    )  # fmt: skip
    others = found.exclude(mode=Mode.NAMED).exclude(state=CampaignState.PLANNED).exclude(pk=campaign.pk)
    for other in others.order_by("-closes_on", "-pk"):
        asked = other.invitations.order_by("pk").values_list("employee_id", "group")
        yield other, views_of(asked, by_unit=other.by_unit)


def size_asked(agency_id: int, population: int, wished: int | None, on: date) -> int:
    """How many of a population a sample asks: as wished, else by the rule; never more than there are. One query."""
    needed = sample_size(population, rules_on(agency_id, on)) if wished is None else wished
    return min(needed, population)


def strata_of(people: Iterable[Asked]) -> dict[str, list[int]]:
    """Stratum -> keys of its people."""
    found: dict[str, list[int]] = defaultdict(list)
    for each in people:
        found[each.stratum].append(each.employee_id)
    return dict(found)


def reach_of(
    actor: Actor, *, audience: str, unit: Unit | None, criteria: Criteria, sample: bool, wished: int | None
) -> Reach:
    """Whom a campaign would ask if it opened today, by unit and kind of position; at most six queries."""
    require(actor, MANAGE)
    agency_id, on = own_agency(actor), day_for(actor)
    people = audience_of(agency_id, audience, unit, criteria, on)
    strata = strata_of(people)
    counts = {name: len(keys) for name, keys in strata.items()}
    size = size_asked(agency_id, len(people), wished, on) if sample else len(people)
    seats = allocated(size, counts)
    names = dict(Unit.objects.filter(agency_id=agency_id, depth=1).order_by("path").values_list("public_id", "name"))
    keys = [each.employee_id for each in people]
    mailed = Employee.objects.filter(agency_id=agency_id, user__isnull=False).exclude(user__email="")
    addressed = set(mailed.values_list("pk", flat=True))
    return Reach(
        people=len(people),
        asked=size,
        with_address=sum(key in addressed for key in keys),
        is_sample=sample,
        units=_spread(counts, seats, 0, names),
        kinds=_spread(counts, seats, 1, {str(kind): str(kind.label) for kind in PositionKind}),
    )


def audience_choices(actor: Actor) -> AudienceChoices:
    """Kinds, levels and families of the positions of the agency; one query."""
    require(actor, MANAGE)
    rows = list(
        Position.objects.filter(agency_id=own_agency(actor))
        .order_by()
        .values_list("kind", "level", "family")
        .distinct()
    )
    kinds = {row[0] for row in rows}
    return AudienceChoices(
        kinds=tuple((str(kind), str(kind.label)) for kind in PositionKind if kind in kinds),
        levels=tuple((level, level) for level in sorted({row[1] for row in rows if row[1]})),
        families=tuple((family, family) for family in sorted({row[2] for row in rows if row[2]})),
    )


_Post = tuple[str, str, str, str]  # path of the unit; kind, level and family of the position


def _posts(agency_id: int, on: date) -> dict[int, list[_Post]]:
    """Key of a person -> their posts of the day, the definitive one first."""
    rows = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id).order_by("-kind", "-valid_from", "pk")
    found: dict[int, list[_Post]] = defaultdict(list)
    fields = ("employee_id", "unit__path", "position__kind", "position__level", "position__family")
    for key, path, kind, level, family in rows.values_list(*fields):
        found[key].append((path, kind, level, family))
    return found


def _within(posts: Mapping[int, list[_Post]], paths: Collection[str]) -> set[int]:
    starts = tuple(paths)
    return {key for key, held in posts.items() if any(post[0].startswith(starts) for post in held)}


def _fitting(agency_id: int, posts: Mapping[int, list[_Post]], criteria: Criteria) -> set[int]:
    paths: tuple[str, ...] = ("",)
    if criteria.units:
        units = Unit.objects.filter(agency_id=agency_id, public_id__in=criteria.units)
        paths = tuple(units.values_list("path", flat=True)) or ("-",)  # a unit that is gone asks nobody
    wanted = (set(criteria.kinds), set(criteria.levels), set(criteria.families))

    def fits(post: _Post) -> bool:
        return post[0].startswith(paths) and all(
            not values or value in values for values, value in zip(wanted, post[1:], strict=True)
        )

    return {key for key, held in posts.items() if any(map(fits, held))}


def _asked(key: int, held: list[_Post], roots: Mapping[str, str]) -> Asked:
    if not held:
        return Asked(key, "", "")
    return Asked(key, roots.get(held[0][0][: Unit.steplen], ""), held[0][1])


def _spread(
    counts: Mapping[str, int], seats: Mapping[str, int], part: int, names: Mapping[str, str]
) -> tuple[Spread, ...]:
    """Summed over one half of the stratum, in the order of `names`; those without one last."""
    people: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for stratum, count in counts.items():
        name = stratum.split("/")[part]
        people[name] += count
        asked[name] += seats[stratum]
    order = [*names, *(name for name in people if name not in names)]
    return tuple(Spread(names.get(name, ""), people[name], asked[name]) for name in order if people[name])
