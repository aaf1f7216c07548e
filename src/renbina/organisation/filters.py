"""Which roles the list shows."""

from collections.abc import Sequence
from datetime import date
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


WRONG: Final = (
    ("", _("is missing or wrong")),
    ("none", _("is missing")),
    ("gone", _("has retired or moved out")),
    ("circle", _("stands in a circle")),
    ("all", _("is anything (everybody)")),
)
STANDING: Final = (("", _("All")), ("now", _("Today")), ("later", _("Begins later")), ("ended", _("Ended")))


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


FIRST_DAY: Final = date(1990, 1, 1)


def day_filter(params: Any, today: date) -> date:
    """The day whose organisation is asked for (`?tanggal=2025-01-31`); an unknown one is today."""
    try:
        wanted = date.fromisoformat(params.get("tanggal", ""))
    except ValueError:
        return today
    return wanted if FIRST_DAY <= wanted <= today else today


class WrongForm(forms.Form):
    """What is wrong with the superior, and the unit; all optional."""

    masalah = forms.ChoiceField(label=_("Whose superior"), required=False, choices=WRONG)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: Any, *, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *units]


class StandingForm(forms.Form):
    """Which letters the list shows."""

    keadaan = forms.ChoiceField(label=_("State"), required=False, choices=STANDING)


def role_filter(params: Any) -> dict[str, str]:
    """What the address asks for; an unknown value narrows nothing."""
    state = params.get("state", "")
    return {
        "state": state if state in dict(STATES) else "now",
        "role": params.get("role", ""),
        "unit": params.get("unit", ""),
    }
