"""What the codes of the planner say, as texts to be translated; `reasons` fills in their numbers."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop

from binacore.reasons import ReasonCode

TEXTS: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.CHOSEN: gettext_noop(
        "it is worth %(value)s points here, more than the same money and seat would do elsewhere"
    ),
    ReasonCode.FIXED: gettext_noop(
        "this seat was settled before the plan was put together, because the class has begun or the person was "
        "told; it stays"
    ),
    ReasonCode.NOT_ELIGIBLE: gettext_noop(
        "the programme is not meant for this person's post, unit or kind of employment"
    ),
    ReasonCode.NO_GAP_LEFT: gettext_noop(
        "the person already holds level %(level)s, and the programme leads no higher than level "
        "%(ceiling)s"
    ),
    ReasonCode.OVERLAPS: gettext_noop("“%(programme)s” already closes the same gap for this person"),
    ReasonCode.SAME_PERIOD: gettext_noop(
        "the person already attends another class in %(month)s, and nobody can be in two places at once"
    ),
    ReasonCode.PRICE_BUDGET: gettext_noop(
        "its worth for the budget is less than its price: the same money does more for others"
    ),
    ReasonCode.PRICE_FUND: gettext_noop(
        "its worth for the fund that pays is less than its price: that fund does more for others"
    ),
    ReasonCode.PRICE_UNIT: gettext_noop(
        "its worth for the unit's own money is less than its price: colleagues gain more from it"
    ),
    ReasonCode.PRICE_ABSENCE: gettext_noop(
        "too few people of the unit may be away at the same time, and a colleague's absence brings more"
    ),
    ReasonCode.PRICE_SEAT: gettext_noop("the seats are scarce, and they bring more to others"),
    ReasonCode.PRICE_ORGANISER: gettext_noop(
        "the organiser can hold only so many classes, and the same time does more for others"
    ),
    ReasonCode.PRICE_BATCH: gettext_noop(
        "no class is opened: %(demand)s people could come, but what they would gain is worth less than the class "
        "costs; it would pay off if it cost %(short)s less"
    ),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop(
        "the person already attends %(limit)s programmes, the most for one year"
    ),
    ReasonCode.HOURS_LIMIT: gettext_noop(
        "with it the person would reach %(hours)s, and %(limit)s is the most for one year"
    ),
    ReasonCode.PREREQUISITE: gettext_noop(
        "“%(programme)s” must come first, and the person neither has it nor attends it earlier this year"
    ),
    ReasonCode.FULL: gettext_noop("all %(seats)s seats are taken"),
    ReasonCode.NOT_OPENED: gettext_noop(
        "no class is opened: %(demand)s people could come, and a class needs at least %(minimum)s"
    ),
    ReasonCode.SESSION_CLOSED: gettext_noop(
        "the last class, in %(month)s, has begun or is settled, and nobody new may join"
    ),
    ReasonCode.ORGANISER_FULL: gettext_noop(
        "no class is opened: its organiser can hold at most %(limit)s classes in %(month)s, and others use them"
    ),
    ReasonCode.FUND_LIMIT: gettext_noop("the fund that pays has %(left)s left, and it would cost %(cost)s"),
    ReasonCode.BUDGET_LIMIT: gettext_noop("the plan has %(left)s left, and it would cost %(cost)s"),
    ReasonCode.UNIT_BUDGET: gettext_noop("the unit has %(left)s left, and the seat costs %(cost)s"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop(
        "in %(month)s the unit can spare at most %(limit)s people at the same time, and they are already "
        "away"
    ),
    ReasonCode.LOST_ON_TIE: gettext_noop(
        "it is worth %(value)s points here; at equal worth the seats and the money went to others"
    ),
    ReasonCode.MANDATORY_SHORT: gettext_noop(
        "the programme is mandatory for %(places)s people, but only %(seats)s seats can be had"
    ),
    ReasonCode.CURE_BATCH: gettext_noop(
        "seats are missing; %(batches)s more classes in %(month)s would seat %(people)s of them and cost %(cost)s"
    ),
    ReasonCode.CURE_MONEY: gettext_noop(
        "money is missing; %(short)s more in the budget would seat %(people)s of them"
    ),
    ReasonCode.CURE_FUND: gettext_noop(
        "money is missing; %(short)s more in “%(fund)s” would seat %(people)s of them"
    ),
    ReasonCode.CURE_ABSENCE: gettext_noop(
        "in %(month)s “%(unit)s” can spare at most %(limit)s people at the same time; sparing one more would help "
        "first, for it holds back %(people)s"
    ),
    ReasonCode.CURE_ORGANISER: gettext_noop(
        "the organiser can hold at most %(limit)s classes in %(month)s; one more would seat %(people)s of them and "
        "cost %(cost)s"
    ),
    ReasonCode.CURE_NONE: gettext_noop(
        "no seat and no money would help: hours, another class or a course that must come first keep %(people)s "
        "people from it"
    ),
    ReasonCode.NEEDS_PEOPLE: gettext_noop(
        "%(able)s people could come, and a class needs at least %(minimum)s: %(people)s more"
    ),
    ReasonCode.NEEDS_VALUE: gettext_noop(
        "it would have to cost %(short)s less, or bring its people %(points)s points more"
    ),
    ReasonCode.NEEDS_MINIMUM: gettext_noop(
        "a class would pay off with %(enough)s people; at least %(minimum)s are asked for now"
    ),
}  # fmt: skip

NOT_OPENED_THOUGH_ENOUGH: Final = gettext_noop(
    "no class is opened in this plan, though %(demand)s people could come and %(minimum)s are enough"
)
NOTHING_TO_CLOSE: Final = gettext_noop("it closes no gap of this person, who needs it no more for the yearly hours")
NOBODY_SPARED: Final = gettext_noop("in %(month)s the unit cannot spare this person or anybody in the same position")
NOBODY_COMES: Final = gettext_noop(
    "nobody whom it would help can come as things are; a class needs at least %(minimum)s people"
)
OWED: Final = gettext_noop("it is mandatory: %(why)s")
OWED_PLAIN: Final = gettext_noop("it is mandatory for this person")
NAMED: Final = gettext_noop("the agency named the person: %(why)s")
RAISES: Final = gettext_noop("it raises %(competencies)s")
RAISES_AND_HOURS: Final = gettext_noop(
    "it raises %(competencies)s, and without it the person misses the hours of the year"
)
FOR_HOURS: Final = gettext_noop("without it the person misses the hours of the year")
WORTH_AND_FREE: Final = gettext_noop(
    "it is worth %(value)s points here and takes nothing that others need, neither money nor a scarce seat"
)
COSTS_NOTHING: Final = gettext_noop("it takes nothing that others need, neither money nor a scarce seat")
CLOSED: Final = gettext_noop("the course is closed to new participants")
ORGANISER_YEAR: Final = gettext_noop(
    "no class is opened: its organiser can hold at most %(limit)s classes a year, and others use them"
)
ONE_CLASS: Final = gettext_noop(
    "seats are missing; one more class in %(month)s would seat %(people)s of them and cost %(cost)s"
)
ONE_COURSE: Final = gettext_noop("seats are missing; one more class would seat %(people)s of them and cost %(cost)s")
SPARE_SOMEBODY: Final = gettext_noop(
    "in %(month)s “%(unit)s” can spare nobody in these positions; sparing one would help first, for it holds back "
    "%(people)s"
)
CURE_YEAR: Final = gettext_noop(
    "the organiser can hold at most %(limit)s classes a year; one more would seat %(people)s of them and cost %(cost)s"
)
OR_PEOPLE: Final = gettext_noop(
    "it would have to cost %(short)s less, bring its people %(points)s points more, or have %(people)s more people "
    "like them"
)

BLOCKING: Final = frozenset(
    {
        ReasonCode.NOT_ELIGIBLE, ReasonCode.SAME_PERIOD, ReasonCode.TOO_MANY_PROGRAMMES, ReasonCode.HOURS_LIMIT,
        ReasonCode.PREREQUISITE, ReasonCode.FULL, ReasonCode.NOT_OPENED, ReasonCode.UNIT_BUDGET,
        ReasonCode.ABSENCE_LIMIT, ReasonCode.MANDATORY_SHORT, ReasonCode.SESSION_CLOSED, ReasonCode.ORGANISER_FULL,
        ReasonCode.FUND_LIMIT, ReasonCode.BUDGET_LIMIT,
    }
)  # fmt: skip

LIMITS: Final[Mapping[str, str]] = {
    ReasonCode.PRICE_BUDGET: gettext_noop("the total budget"),
    ReasonCode.PRICE_FUND: gettext_noop("the fund that pays for its people"),
    ReasonCode.BUDGET_LIMIT: gettext_noop("the total budget"),
    ReasonCode.FUND_LIMIT: gettext_noop("the fund that pays for its people"),
    ReasonCode.PRICE_ORGANISER: gettext_noop("how many classes the organiser can hold"),
    ReasonCode.ORGANISER_FULL: gettext_noop("how many classes the organiser can hold"),
    ReasonCode.PRICE_BATCH: gettext_noop("classes that cost more than they bring"),
    ReasonCode.SESSION_CLOSED: gettext_noop("classes that have begun"),
    ReasonCode.PRICE_UNIT: gettext_noop("the unit's own money"),
    ReasonCode.UNIT_BUDGET: gettext_noop("the unit's own money"),
    ReasonCode.PRICE_ABSENCE: gettext_noop("how many people may be away at the same time"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop("how many people may be away at the same time"),
    ReasonCode.SAME_PERIOD: gettext_noop("classes that fall in the same month"),
    ReasonCode.PRICE_SEAT: gettext_noop("the number of seats on offer"),
    ReasonCode.FULL: gettext_noop("the number of seats on offer"),
    ReasonCode.NOT_OPENED: gettext_noop("classes with too few participants"),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop("the most programmes for one person"),
    ReasonCode.HOURS_LIMIT: gettext_noop("the most hours for one person"),
    ReasonCode.PREREQUISITE: gettext_noop("programmes that must come first"),
    ReasonCode.MANDATORY_SHORT: gettext_noop("too few seats for mandatory programmes"),
}

METHODS: Final[Mapping[str, str]] = {
    "first_come_first_served": gettext_noop("first come, first served"),
    "most_popular_first": gettext_noop("most wanted programmes first"),
    "value_per_rupiah": gettext_noop("most worth for each rupiah first"),
}

LEFT_OUT: Final[Mapping[str, str]] = {
    "study_leave": gettext_noop("on study leave"),
    "unpaid_leave": gettext_noop("on unpaid leave"),
    "suspended": gettext_noop("suspended"),
    "retired": gettext_noop("retired"),
    "moved_out": gettext_noop("moved to another agency"),
    "no_placement": gettext_noop("without a post"),
}

HELD_OUT: Final[Mapping[str, str]] = {
    "leaving": gettext_noop("classes for people who retire soon after"),
    "repeated": gettext_noop("programmes that people attended in the last two years"),
    "long_class": gettext_noop("online courses that fall into a class of several months"),
    "named_cannot_attend": gettext_noop("named places in months in which the person cannot leave"),
}
