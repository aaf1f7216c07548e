"""Which feedback the desk shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.voice.enums import Cause, Channel, State, Theme
from renbina.voice.models import Service

ABOUT = ("unit", "competency", "year")  # in addresses of pages that count; an unknown one shows nothing
_ALL = [("", _("All"))]
_STATES = [(value, label) for value, label in State.choices if value != State.COUNTED]


class FeedbackFilter(forms.Form):
    """State, theme, cause, way and service; all optional. An unknown value shows everything, not an error page."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*_ALL, *_STATES])
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[*_ALL, *Theme.choices])
    cause = forms.ChoiceField(label=_("Cause"), required=False, choices=[*_ALL, *Cause.choices])
    channel = forms.ChoiceField(label=_("Came by"), required=False, choices=[*_ALL, *Channel.choices])

    def __init__(self, *args: Any, services: list[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_ALL, *((each.public_id, f"{each.name} · {each.unit.short_name}") for each in services)]

    def chosen(self) -> dict[str, str]:
        """The valid choices by name."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
