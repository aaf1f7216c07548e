"""Problems of the data: how many people, and what each costs the plan."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from renbina.dashboards.enums import DataProblem, Problem
from renbina.dashboards.wording.waiting import problem_waiting
from renbina.ui import formats


def data_problem(problem: str, people: int) -> tuple[str, str]:
    """A kind of problem with its people, and what it does to the plan."""
    if problem in Problem.values:
        waiting = problem_waiting(problem, people)
        return waiting.title, waiting.consequence
    shown = {"n": formats.number(people)}
    return _DATA_TITLES[problem](people) % shown, _(_DATA_COSTS[problem])


_DATA_TITLES: Final[Mapping[str, Callable[[int], str]]] = {
    DataProblem.NO_POST: lambda n: ngettext("%(n)s person has no post or unit", "%(n)s people have no post or unit", n),
    DataProblem.NO_STANDARD: lambda n: ngettext(
        "%(n)s person holds a position without a standard", "%(n)s people hold positions without a standard", n
    ),
    DataProblem.CIRCLE: lambda n: ngettext(
        "%(n)s person is rated in a circle", "%(n)s people are rated in a circle", n
    ),
    DataProblem.BIRTH_DIFFERS: lambda n: ngettext(
        "%(n)s person's birth date differs from the NIP", "%(n)s people's birth dates differ from their NIP", n
    ),
    DataProblem.DOUBLED: lambda n: ngettext(
        "%(n)s person stands here twice by name and birth date",
        "%(n)s people share name and birth date with somebody else",
        n,
    ),
    DataProblem.CONTRACT_ENDED: lambda n: ngettext(
        "%(n)s person's contract has ended", "%(n)s people's contracts have ended", n
    ),
    DataProblem.NO_LOGIN: lambda n: ngettext(
        "%(n)s person has no login with an e-mail address", "%(n)s people have no login with an e-mail address", n
    ),
}
_DATA_COSTS: Final[Mapping[str, str]] = {
    DataProblem.NO_POST: gettext_noop("No standard applies to them, so the plan cannot choose anything by need."),
    DataProblem.NO_STANDARD: gettext_noop("What the position asks for is unknown, so no gap can be seen."),
    DataProblem.CIRCLE: gettext_noop("Nobody above them confirms, and letters go round."),
    DataProblem.BIRTH_DIFFERS: gettext_noop("Retirement may be computed from the wrong day."),
    DataProblem.DOUBLED: gettext_noop("One person may be counted, and given a seat, twice."),
    DataProblem.CONTRACT_ENDED: gettext_noop("Seats and money may be planned for somebody who no longer serves."),
    DataProblem.NO_LOGIN: gettext_noop("Invitations reach them on paper or through their superior only."),
}
