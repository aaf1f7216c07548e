"""Which programmes the list shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.catalogue.enums import Area, Delivery, Form

_ALL = [("", _("All"))]


class ProgrammeFilter(forms.Form):
    """Area, form and way of delivery; all optional. An unknown value shows everything rather than an error page."""

    area = forms.ChoiceField(label=_("Area"), required=False, choices=[*_ALL, *Area.choices])
    form = forms.ChoiceField(label=_("Form"), required=False, choices=[*_ALL, *Form.choices])
    delivery = forms.ChoiceField(label=_("Delivery"), required=False, choices=[*_ALL, *Delivery.choices])

    def chosen(self) -> dict[str, str]:
        """The valid choices by name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class CostFilter(forms.Form):
    """The year; an unknown one shows every year rather than an error page."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: object, *, years: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        self.fields["year"].choices = [*_ALL, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]  # of a choice field

    def chosen(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("year")
