"""A superior's people beside one competency: what is asked, what stands, and how far a value lies from other proof."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from binacore import people as core
from binacore.people import AssessmentMethod
from binacore.proof import Trust
from binacore.rules import RulesAt
from renbina.competency.access import behalf_by_person, led_people
from renbina.competency.gather import gap_material
from renbina.competency.models import Competency, RaterLean
from renbina.foundation.actor import Actor, StandIn
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement
from renbina.rulebook.queries import rules_on

OPINIONS = (AssessmentMethod.SUPERIOR, AssessmentMethod.SELF)
"""Methods that a superior's value is not measured by."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One competency across the team. `unknown`: nothing proves the level of so many; `rated`: a superior's value."""

    public_id: str
    name: str
    people: int
    unknown: int
    rated: int
    critical: int


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team beside one competency. `mine`: the superior's value that stands."""

    pk: int
    public_id: str
    name: str
    position: str
    required: int
    critical: bool
    mine: int | None
    mine_on: date | None
    known: bool
    proof: core.Assessment | None  # the best that is nobody's opinion; one that has expired where none counts
    proof_counts: bool
    behalf: StandIn | None

    @property
    def field(self) -> str:
        return f"p_{self.public_id}"


@dataclass(frozen=True, slots=True)
class Far:
    """A value far from the proof."""

    member: Member
    level: int


@dataclass(frozen=True, slots=True)
class TeamPage:
    people: int
    topics: tuple[Topic, ...]
    lean: RaterLean | None  # of the actor

    @property
    def unknown(self) -> int:
        return sum(topic.unknown for topic in self.topics)


@dataclass(frozen=True, slots=True)
class TopicPage:
    competency: Competency
    members: tuple[Member, ...]
    place: int  # of the topic among the team's, from 1
    topics: int
    following: Topic | None  # to rate next
    far_from: int  # levels, rule gap.rating_far


@dataclass(frozen=True, slots=True)
class _Team:
    people: Mapping[str, Employee]
    named: dict[str, Competency]
    asked: dict[str, list[core.Requirement]]  # by competency
    found: dict[tuple[str, str], list[core.Assessment]]
    trust: Trust
    rules: RulesAt


def team_page(actor: Actor, on: date) -> TeamPage:
    """Every competency that the people one leads are asked for. Raises Forbidden for nobody's superior."""
    team = _team(actor, on)
    lean = RaterLean.objects.filter(agency_id=own_agency(actor), rater_id=actor.employee_id).first()
    return TeamPage(len(team.people), _topics(team), lean)


def topic_page(actor: Actor, on: date, public_id: str) -> TopicPage:
    """One competency across the team. Raises NotFound where nobody of the team is asked for it."""
    team = _team(actor, on)
    topics = _topics(team)
    place = next((number for number, each in enumerate(topics) if each.public_id == public_id), None)
    if place is None:
        raise NotFound
    competency = next(each for each in team.named.values() if each.public_id == public_id)
    behalf = behalf_by_person(actor, on)
    members = [
        _member(team, asked, behalf.get(int(asked.person_id))) for asked in team.asked.get(str(competency.pk), ())
    ]
    rest = [*topics[place + 1 :], *topics[:place]]
    following = next((each for each in rest if each.unknown), None)
    return TopicPage(
        competency,
        tuple(sorted(members, key=lambda member: (member.name, member.pk))),
        place + 1,
        len(topics),
        following or next((each for each in rest if each.rated < each.people), None),
        team.rules.integer("gap.rating_far"),
    )


def far_from_proof(page: TopicPage, levels: Mapping[str, int]) -> list[Far]:
    """Of the values (by public id of the person) those that lie far from the best proof that is nobody's opinion."""
    return [
        Far(member, levels[member.public_id])
        for member in page.members
        if member.public_id in levels
        and member.proof is not None
        and abs(levels[member.public_id] - member.proof.level) >= page.far_from
    ]


def _team(actor: Actor, on: date) -> _Team:
    post = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    people = led_people(actor, on).annotate(
        position_title=Subquery(post.order_by("-valid_from").values("position__title")[:1])
    )
    by_key = {str(each.pk): each for each in people}
    rules = rules_on(own_agency(actor), on)
    material = gap_material(own_agency(actor), on, [each.pk for each in by_key.values()], rules=rules)
    named = {str(each.pk): each for each in Competency.objects.filter(agency_id=own_agency(actor))}
    asked: dict[str, list[core.Requirement]] = defaultdict(list)
    for requirement in material.requirements:
        asked[requirement.competency_id].append(requirement)
    found: dict[tuple[str, str], list[core.Assessment]] = defaultdict(list)
    for each in material.assessments:
        found[each.person_id, each.competency_id].append(each)
    return _Team(by_key, named, asked, found, Trust(rules), rules)


def _topics(team: _Team) -> tuple[Topic, ...]:
    """Critical ones first, then where most is unknown."""
    topics = [
        Topic(
            team.named[key].public_id,
            team.named[key].said_name,
            len(asked),
            sum(not _counting(team, each) for each in asked),
            sum(_opinion(team, each) is not None for each in asked),
            sum(each.critical for each in asked),
        )
        for key, asked in team.asked.items()
    ]
    return tuple(sorted(topics, key=lambda each: (not each.critical, -each.unknown, each.rated, each.name)))


def _counting(team: _Team, asked: core.Requirement) -> list[core.Assessment]:
    found = team.found.get((asked.person_id, asked.competency_id), ())
    return [each for each in found if team.trust.counts(each)]


def _opinion(team: _Team, asked: core.Requirement) -> core.Assessment | None:
    """The newest value of a superior that counts."""
    given = [each for each in _counting(team, asked) if each.method is AssessmentMethod.SUPERIOR]
    return min(given, key=team.trust.rank, default=None)


def _proof(found: Iterable[core.Assessment], trust: Trust) -> core.Assessment | None:
    others = [each for each in found if each.method not in OPINIONS and each.valid_from <= trust.on]
    return min(others, key=lambda each: (not trust.counts(each), trust.rank(each)), default=None)


def _member(team: _Team, asked: core.Requirement, behalf: StandIn | None) -> Member:
    person = team.people[asked.person_id]
    mine = _opinion(team, asked)
    proof = _proof(team.found.get((asked.person_id, asked.competency_id), ()), team.trust)
    return Member(
        pk=person.pk,
        public_id=person.public_id,
        name=person.full_name,
        position=getattr(person, "position_title", None) or "",
        required=asked.level,
        critical=asked.critical,
        mine=mine.level if mine else None,
        mine_on=mine.valid_from if mine else None,
        known=bool(_counting(team, asked)),
        proof=proof,
        proof_counts=proof is not None and team.trust.counts(proof),
        behalf=behalf,
    )
