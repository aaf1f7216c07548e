"""Which employees the list shows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.dashboards.enums import Problem
from renbina.dashboards.queries.people import PeopleFilter
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
