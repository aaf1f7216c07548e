"""What is typed about a choice of employees, and about what is done for many at once."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from renbina.organisation.enums import Status
from renbina.organisation.models import Employee, Position, Unit

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_DAY_ERRORS = {"required": _("Give a day."), "invalid": _("Give a day such as 2026-11-23.")}
_SET: tuple[str, ...] = (
    Status.ACTIVE, Status.STUDY_LEAVE, Status.UNPAID_LEAVE, Status.SUSPENDED, Status.RETIRED, Status.MOVED_OUT,
)  # fmt: skip


class SaveFilterForm(forms.Form):
    """The name of a choice, and whether colleagues see it."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give the filter a name.")})
    shared = forms.BooleanField(label=_("For all analysts of the agency"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]


class StatusForm(forms.Form):
    """A status from a day on, by a decree."""

    status = forms.ChoiceField(label=_("Status"), error_messages={"required": _("Choose a status.")})
    since = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    until = forms.DateField(
        label=_("Back in service on"), widget=_DAY, error_messages=_DAY_ERRORS, required=False,
        help_text=_("Only for leave and suspension."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Decree or letter"), max_length=255,
        error_messages={"required": _("Write the number of the decree or letter.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["status"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _now("Choose")), *((value, str(Status(value).label)) for value in _SET)]


class LeaderForm(forms.Form):
    """A team leader from a day on. The person is found by the whole name or the NIP."""

    leader = forms.CharField(
        label=_("Team leader: name or NIP"), max_length=200,
        error_messages={"required": _("Write the name or the NIP of the team leader.")},
    )  # fmt: skip
    since = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    reason = forms.CharField(
        label=_("Why"), max_length=255, error_messages={"required": _("Say briefly why, such as a new decree.")}
    )

    def __init__(self, *args: Any, agency_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_id = agency_id

    def clean_leader(self) -> Employee:
        text = self.cleaned_data["leader"].strip()
        people = Employee.objects.filter(agency_id=self.agency_id)
        digits = text.replace(" ", "")
        if digits.isdecimal():
            found = list(people.filter(nip=digits)[:2])
        else:
            found = list(people.filter(name__iexact=text)[:2]) or list(people.filter(name__icontains=text)[:2])
        if not found:
            raise forms.ValidationError(_now("Nobody of this name or NIP. Check the spelling."))
        if len(found) > 1:
            raise forms.ValidationError(_now("Several people have this name. Write the whole name, or the NIP."))
        return found[0]


class PostForm(forms.Form):
    """Another post from a day on, by a decree."""

    unit: "forms.ModelChoiceField[Unit]" = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), to_field_name="public_id", empty_label=_("Choose")
    )
    position = forms.CharField(label=_("Position"), max_length=255, help_text=_("As the standards call it."))
    since = forms.DateField(label=_("From"), widget=_DAY, error_messages=_DAY_ERRORS)
    decree = forms.CharField(
        label=_("Decree or letter"), max_length=100,
        error_messages={"required": _("Write the number of the decree or letter.")},
    )  # fmt: skip

    def __init__(self, *args: Any, agency_id: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency_id = agency_id
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).order_by("path")

    def clean_position(self) -> Position:
        text = self.cleaned_data["position"].strip()
        found = Position.objects.filter(agency_id=self.agency_id, title__iexact=text).first()
        if found is None:
            raise forms.ValidationError(_now("No position of this title. Write it as the standards call it."))
        return found
