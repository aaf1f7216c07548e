"""Which proposals the list shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.needs.enums import ProposalStatus

_ALL = [("", _("All"))]


class ProposalFilter(forms.Form):
    """Year and what became of it; an unknown value shows everything rather than an error page."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label=_("What became of it"), required=False, choices=[*_ALL, *ProposalStatus.choices])

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [*_ALL, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]  # of a choice field

    def chosen(self) -> dict[str, Any]:
        """The valid choices by name."""
        self.is_valid()
        return {name: value for name in self.fields if (value := self.cleaned_data.get(name))}
