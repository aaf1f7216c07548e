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
