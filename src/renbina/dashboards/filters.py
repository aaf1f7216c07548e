"""Which employees the list shows."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from renbina.dashboards.enums import DataProblem, HoursReached, Problem, SiasnKind
from renbina.dashboards.queries.people import PeopleFilter
from renbina.dashboards.queries.siasn import SiasnChoice
from renbina.organisation.enums import Employment, PositionKind, Status

_ALL = [("", _("All"))]
FIRST: Final = ("unit", "status", "problem")
"""Filters that stand open; the others are folded away until one of them is used."""
KEPT: Final = ("unit", "status", "problem", "employment", "kind", "family", "grade", "hours", "on", "q", "sort")
"""What of an address a saved filter keeps."""


class PeopleFilterForm(forms.Form):
    """All optional. An unknown value narrows nothing rather than failing."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[*_ALL, *Status.choices])
    problem = forms.ChoiceField(
        label=_("Open question"), required=False, choices=[*_ALL, *Problem.choices, *DataProblem.choices]
    )
    employment = forms.ChoiceField(label=_("Employment"), required=False, choices=[*_ALL, *Employment.choices])
    kind = forms.ChoiceField(label=_("Kind of position"), required=False, choices=[*_ALL, *PositionKind.choices])
    family = forms.ChoiceField(label=_("Position family"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    hours = forms.ChoiceField(
        label=_("Learning hours of the year"), required=False, choices=[*_ALL, *HoursReached.choices]
    )
    on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(
        self, data: Any, units: Sequence[tuple[str, str]] = (), families: Sequence[str] = (), grades: Sequence[str] = ()
    ) -> None:
        super().__init__(data)
        self._offer("unit", units)
        self._offer("family", [(each, family_name(each)) for each in families])
        self._offer("grade", [(each, each) for each in grades])

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Nothing to choose from is no filter: who leads people and reads no unit has no units."""
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [*_ALL, *choices]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def is_more_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields if name not in FIRST)


def family_name(code: str) -> str:
    """A family of positions as one reads it."""
    return code.replace("_", " ").capitalize()


def people_filter(params: Any) -> PeopleFilter:
    """What the address asks for. Unit, family and grade are checked by the query, which finds nobody for others."""
    offered = {name: params.get(name, "") for name in ("unit", "family", "grade")}
    known = {name: _known(name, params.get(name, "")) for name in ("employment", "problem", "status", "kind", "hours")}
    return PeopleFilter(**offered, **known, on=_day(params.get("on", "")))


def _known(name: str, value: str) -> str:
    """The value where the form offers it, else nothing: the whole form is filled in once, where it is shown."""
    field = PeopleFilterForm.base_fields[name]
    return value if isinstance(field, forms.ChoiceField) and field.valid_value(value) else ""


def _day(value: str) -> date | None:
    try:
        return forms.DateField(required=False).clean(value)
    except forms.ValidationError:
        return None


def kept_query(params: Any) -> str:
    """The part of an address that a saved filter keeps."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if params.get(name):
            kept[name] = str(params[name])[:100]
    return kept.urlencode()[:500]


YEARS_BACK = 6


class SiasnForm(forms.Form):
    """Period, unit, and whether only what is new; what the kind has no use for is not asked."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    quarter = forms.ChoiceField(
        label=_("Quarter"), required=False, choices=[*_ALL, *((str(n), str(n)) for n in range(1, 5))]
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    which = forms.ChoiceField(
        label=_("Which ones"), required=False, choices=[("new", _("New or changed")), ("all", _("All"))]
    )

    def __init__(self, data: Any, *, kind: str, units: Sequence[tuple[str, str]], year: int) -> None:
        super().__init__(data)
        years = [(str(each), str(each)) for each in range(year, year - YEARS_BACK, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a ChoiceField, declared above
        self.fields["unit"].choices = [("", _("Whole agency")), *units]  # type: ignore[attr-defined]  # as above
        if kind != SiasnKind.PERFORMANCE:
            del self.fields["quarter"]
        if kind == SiasnKind.ROSTER:
            del self.fields["year"], self.fields["which"]


def siasn_choice(params: Any, this_year: int) -> SiasnChoice:
    """What the address or the form asks for; what it does not say, or says wrongly, is this year's learning."""
    kind, year, quarter = (params.get(name, "") for name in ("kind", "year", "quarter"))
    kind = kind if kind in SiasnKind.values else SiasnKind.COURSE.value
    years = {str(each): each for each in range(this_year, this_year - YEARS_BACK, -1)}
    return SiasnChoice(
        kind=kind,
        year=years.get(year, this_year),
        quarter=int(quarter) if kind == SiasnKind.PERFORMANCE and quarter in ("1", "2", "3", "4") else None,
        unit=params.get("unit", "")[:40],
        only_new=params.get("which") != "all" and kind != SiasnKind.ROSTER,
    )
