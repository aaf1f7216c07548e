"""Which employees the list shows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.dashboards.enums import Problem, SiasnKind
from renbina.dashboards.queries.people import PeopleFilter
from renbina.dashboards.queries.siasn import SiasnChoice
from renbina.organisation.enums import Employment

_ALL = [("", _("All"))]


class PeopleFilterForm(forms.Form):
    """Unit, employment and open question; all optional. An unknown value narrows nothing rather than failing."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    employment = forms.ChoiceField(label=_("Employment"), required=False, choices=[*_ALL, *Employment.choices])
    problem = forms.ChoiceField(label=_("Open question"), required=False, choices=[*_ALL, *Problem.choices])

    def __init__(self, data: Any, units: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        if units:
            self.fields["unit"].choices = [*_ALL, *units]  # type: ignore[attr-defined]  # a ChoiceField, declared above
        else:  # who leads people and reads no unit has nothing to choose
            del self.fields["unit"]


def people_filter(params: Any) -> PeopleFilter:
    """What the address asks for. The unit is checked by the query, which knows who may see which."""
    form = PeopleFilterForm(params, [(params.get("unit", ""), "")])
    form.is_valid()
    chosen = form.cleaned_data
    return PeopleFilter(chosen.get("unit", ""), chosen.get("employment", ""), chosen.get("problem", ""))


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
