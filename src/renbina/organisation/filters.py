"""Which roles the list shows."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.organisation.access import GIVEN
from renbina.organisation.enums import role_title
from renbina.organisation.models import Agency

STATES: Final = (
    ("now", _("Held today")),
    ("soon", _("Ends within 30 days")),
    ("later", _("Begins later")),
    ("left", _("The person has left")),
    ("ended", _("Ended")),
)


class RoleFilterForm(forms.Form):
    """Role, unit and state; all optional."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    role = forms.ChoiceField(label=_("Role"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: Any, *, agency: Agency, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        named = [(role.value, role_title(role, agency.kind)) for role in GIVEN]
        for name, choices in (("role", named), ("unit", list(units))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices]


def role_filter(params: Any) -> dict[str, str]:
    """What the address asks for; an unknown value narrows nothing."""
    state = params.get("state", "")
    return {
        "state": state if state in dict(STATES) else "now",
        "role": params.get("role", ""),
        "unit": params.get("unit", ""),
    }
