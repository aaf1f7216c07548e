"""Is the evidence enough? What asking more people could change about a plan.

A plan pays for the needs whose score lies above a cut. Assessing more people moves a need's score; it is worth asking
only where the need could cross the cut, and the more people stand behind it the more is at stake. The approximation,
stated so that it can be doubted (a normal two-way decision, as in Raiffa and Schlaifer, Applied Statistical Decision
Theory, 1961, 5.4):

    before asking, the mean score of the group is uncertain with variance V(n) = sd^2 / (n + 4) x (N - n) / N
    asking m more is expected to move it by s = sqrt(V(n) - V(n + m))
    chance that the decision changes   = Phi(-|score - cut| / s)
    worth of asking                    = N x s x (phi(d) - d x Phi(-d)), d = |score - cut| / s: points of the plan

n of N people are assessed; sd is the spread of one person's points, from the share that misses the standard with four
people added (two of them below), so that a few who agree are no certainty.

Held against drawing it (true shares from the beta distribution that those four people mean, everybody drawn one by one;
`tests/core/test_enough.py`): from eight answers on the worth is right within a tenth of what it would be at the cut
itself (0.4 x N x s), with three within a sixth, of a single answer within a third; the chance within 0.2, because
answers of a few people come in steps. Where nearly all or nearly nobody is below, it is the farthest off.

Ways of asking differ in what an answer tells. The unit is a superior's rating, m = 1 for each. Of others, m counts as

    form 2a     half of the answers that are expected: people x share that answers x 0.5. Self-ratings go with
                performance at r = 0.29 (Zell and Krizan, Perspectives on Psychological Science 9, 2014), superiors'
                with results at r = 0.39 (Bommer and others, Personnel Psychology 48, 1995); r^2 / (1 - r^2) is 0.09
                against 0.18: half
    a talk      0.5 x k / (1 + 0.2 (k - 1)) of k people around a table: people in one talk say alike things (the design
                effect of Kish, Survey Sampling, 1965). That 0.2 and the half are our judgement, not measured

Neither study is Indonesian. Minutes are our estimates, of everybody who gives time. Worths and seats of several needs
are added: each need is a decision of its own against the same cut, and expectations add up whether or not answers
hang together. Seats that could move: the chance that the need changes sides x its people below the standard, as
estimated; a need above the cut is taken to give each of them a seat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, pi, sqrt
from typing import Final

ASK_AT_MOST: Final = 20
MOST_OF_IT: Final = 0.9
ENOUGH: Final = 0.05
"""A chance of changing the decision below which asking further is not worth anybody's time."""
ANSWERING: Final = 0.6
"""Share of a unit that answers a questionnaire, where the agency has closed none from which to know."""
SELF_COUNTS: Final = 0.5
"""What a self-assessment or a speaker counts as, in ratings by a superior."""
ALIKE: Final = 0.2
"""How alike people in one talk speak (intraclass correlation)."""
TALK_PEOPLE: Final = 8
FORM_TOPICS, TALK_TOPICS = 8, 3
"""Competencies that one form or one talk can hold."""
_ADDED: Final = 4
_RATING, _FORM_OPENED, _FORM_TOPIC = 2, 3, 2  # minutes: a rating; opening a form, and each competency in it
_TALK, _TALK_LED = 90, 240  # minutes: of everybody in it; of who invites, leads, writes down and codes


class Way(StrEnum):
    """How people can be asked."""

    RATING = "rating"  # superiors rate, one person and competency at a time
    FORM = "form"  # form 2a to the whole unit
    TALK = "talk"  # one talk with some of it


@dataclass(frozen=True, slots=True)
class Group:
    """A need as a question: people, of them assessed and below, its score, and points of one person below (each)."""

    people: int
    known: int
    below: int
    score: float
    points_each: float

    @property
    def unknown(self) -> int:
        return self.people - self.known

    @property
    def missing(self) -> float:
        """People below the standard, as estimated."""
        return self.people * _share(self)


@dataclass(frozen=True, slots=True)
class Asking:
    """Ask `ask` more people, skip `skip`. `chance` that it changes the decision, `worth` in points of the plan."""

    ask: int
    skip: int
    chance: float
    worth: float

    @property
    def enough(self) -> bool:
        return self.ask == 0


@dataclass(frozen=True, slots=True)
class Gain:
    """What asking so many more would bring."""

    chance: float
    worth: float


@dataclass(frozen=True, slots=True)
class Option:
    """A way of asking one unit about several needs at once.

    `asked`: ratings, or people who get the form or come to the talk; `topics`: places of the needs it asks about, the
    most worth first; `minutes`: of everybody together; `worth`: points of the plan; `seats` that could move (expected).
    """

    way: Way
    asked: int
    topics: tuple[int, ...]
    minutes: int
    worth: float
    seats: float

    @property
    def worth_an_hour(self) -> float:
        """Points for an hour of people's time."""
        return 60 * self.worth / self.minutes if self.minutes else 0.0


def gain(group: Group, cut: float, more: float) -> Gain:
    """What assessing `more` of the unassessed is expected to bring; more than there are counts as all."""
    more = min(more, group.unknown)
    if more <= 0:
        return Gain(0.0, 0.0)
    moved = sqrt(max(0.0, _variance(group, group.known) - _variance(group, group.known + more)))
    if moved == 0:
        return Gain(0.0, 0.0)
    d = abs(group.score - cut) / moved
    tail = erfc(d / sqrt(2)) / 2
    loss = max(0.0, exp(-d * d / 2) / sqrt(2 * pi) - d * tail)
    return Gain(tail, group.people * moved * loss)


def ask_next(group: Group, cut: float, *, at_most: int = ASK_AT_MOST) -> Asking:
    """The fewest people whose answers bring nine tenths of what all of them together could, at most `at_most`.

    Nobody, where even everybody's answers would change the decision in fewer than one case of twenty.
    """
    everybody = gain(group, cut, group.unknown)
    if everybody.chance < ENOUGH:
        return Asking(0, group.unknown, everybody.chance, everybody.worth)
    most = min(at_most, group.unknown)
    ask = next((more for more in range(1, most) if gain(group, cut, more).worth >= MOST_OF_IT * everybody.worth), most)
    found = gain(group, cut, ask)
    return Asking(ask, group.unknown - ask, found.chance, found.worth)


def counts_as(way: Way, asked: int, *, answering: float = ANSWERING) -> float:
    """Ratings by a superior that asking so many people is expected to count as. `answering`: 0 to 1, of a form."""
    if way is Way.FORM:
        return SELF_COUNTS * answering * asked
    if way is Way.TALK:
        return SELF_COUNTS * asked / (1 + ALIKE * max(0, asked - 1))
    return float(asked)


def options(groups: Sequence[Group], cut: float, *, staff: int, answering: float = ANSWERING) -> tuple[Option, ...]:
    """The ways of asking one unit of `staff` people about its needs, the most worth first.

    A way stands here only if it could change something: of each need it asks about, in one case of twenty.
    """
    ratings = [(place, ask_next(group, cut)) for place, group in enumerate(groups)]
    named = {place: found.ask for place, found in ratings if found.ask}
    talkers = min(TALK_PEOPLE, staff)
    found = [
        _option(Way.RATING, groups, cut, sum(named.values()), named, _RATING * sum(named.values())),
        _form(groups, cut, staff, answering),
        _talk(groups, cut, talkers),
    ]
    return tuple(sorted((each for each in found if each.topics), key=lambda each: -each.worth))


def _form(groups: Sequence[Group], cut: float, staff: int, answering: float) -> Option:
    more = {place: counts_as(Way.FORM, group.unknown, answering=answering) for place, group in enumerate(groups)}
    topics = _topics(groups, cut, more, FORM_TOPICS)
    answers = round(staff * answering)
    return _option(Way.FORM, groups, cut, staff, topics, answers * (_FORM_OPENED + _FORM_TOPIC * len(topics)))


def _talk(groups: Sequence[Group], cut: float, people: int) -> Option:
    more = dict.fromkeys(range(len(groups)), counts_as(Way.TALK, people))
    topics = _topics(groups, cut, more, TALK_TOPICS)
    return _option(Way.TALK, groups, cut, people, topics, _TALK * people + _TALK_LED)


def _topics(groups: Sequence[Group], cut: float, more: Mapping[int, float], most: int) -> dict[int, float]:
    """The needs worth asking about this way, with what the answers count as, the most worth first."""
    worth = {place: gain(groups[place], cut, count) for place, count in more.items()}
    chosen = sorted((place for place in worth if worth[place].chance >= ENOUGH), key=lambda place: -worth[place].worth)
    return {place: more[place] for place in chosen[:most]}


def _option(
    way: Way, groups: Sequence[Group], cut: float, asked: int, more: Mapping[int, float], minutes: int
) -> Option:
    gains = {place: gain(groups[place], cut, count) for place, count in more.items()}
    return Option(
        way=way,
        asked=asked,
        topics=tuple(sorted(gains, key=lambda place: (-gains[place].worth, place))),
        minutes=minutes,
        worth=sum(each.worth for each in gains.values()),
        seats=sum(each.chance * groups[place].missing for place, each in gains.items()),
    )


def cut_of(scores: Sequence[float], levels: Sequence[int], paid: int) -> float:
    """The score at which so many levels as the plan closes are used up, from the highest score down.

    `scores` from the highest; `levels` missing behind each. 0 where the plan closes all of them.
    """
    used = 0
    for score, missing in zip(scores, levels, strict=True):
        used += missing
        if used >= paid:
            return score
    return 0.0


def _share(group: Group) -> float:
    return (group.below + _ADDED / 2) / (group.known + _ADDED)


def _variance(group: Group, known: float) -> float:
    share = _share(group)
    spread = group.points_each * group.points_each * share * (1 - share)
    return spread / (known + _ADDED) * (group.people - known) / group.people
