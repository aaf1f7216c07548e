"""What is typed about a class: opening it, reasons, codes."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.delivery.enums import Method

_SATURDAY = 5
_DAY = {"type": "date"}
_TIME = {"type": "time"}


class OpenBatchForm(forms.Form):
    """One class: where, who teaches, how many seats, and working days in a row."""

    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Room and building, as on the invitation."))
    trainer = forms.CharField(label=_("Trainer"), max_length=200)
    trainer_nip = forms.CharField(
        label=_("NIP of the trainer"),
        required=False,
        max_length=18,
        help_text=_("Only for a trainer of this agency, who may then note attendance."),
    )
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        choices=[("", _("Not decided yet")), *Method.choices],
        help_text=_("How it is mainly taught. Evaluation compares methods, so that a poor one can be changed."),
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1)
    invite = forms.IntegerField(
        label=_("People to invite now"),
        min_value=0,
        help_text=_("More than there are seats is possible: who confirms first sits, the others wait in line."),
    )
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    days = forms.IntegerField(
        label=_("Number of days"),
        min_value=1,
        max_value=30,
        help_text=_("Saturdays and Sundays are left out; a public holiday among the days is told before it opens."),
    )
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    answer_by = forms.DateField(label=_("Answer by"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    least_share = forms.IntegerField(
        label=_("Least attendance (percent of sessions)"),
        min_value=1,
        max_value=100,
        initial=100,
        help_text=_("Below this nobody gets hours or a certificate."),
    )

    on_days_off = forms.BooleanField(
        label=_("Also on Saturdays, Sundays and public holidays"),
        required=False,
        help_text=_("Then the days simply follow each other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                continue
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs.setdefault("class", "form-select" if is_choice else "form-control")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        answer, first = cleaned.get("answer_by"), cleaned.get("first_day")
        if answer and first and answer > first:
            self.add_error("answer_by", _("People must answer before the class begins."))
        if first and first.weekday() >= _SATURDAY and not cleaned.get("on_days_off"):
            words = _("The first day is a Saturday or Sunday. Choose another one, or tick below that it is meant.")
            self.add_error("first_day", words)
        return cleaned

    def sessions(self, zone: str) -> tuple[tuple[datetime, datetime], ...]:
        """One session each day from the first day on; without the tick Monday to Friday only."""
        day: date = self.cleaned_data["first_day"]
        found: list[tuple[datetime, datetime]] = []
        while len(found) < self.cleaned_data["days"]:
            if day.weekday() < _SATURDAY or self.cleaned_data["on_days_off"]:
                found.append((_at(day, self.cleaned_data["begins"], zone), _at(day, self.cleaned_data["ends"], zone)))
            day += timedelta(days=1)
        return tuple(found)


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))


class ReasonForm(forms.Form):
    """A reason in a few words; whether it is needed, the action says."""

    reason = forms.CharField(max_length=300, required=False)


class InviteForm(forms.Form):
    """How many of the planned people to invite."""

    count = forms.IntegerField(min_value=1, max_value=10_000)


def reason_of(data: Any) -> str:
    """The reason that was typed, cut to what is kept."""
    form = ReasonForm({"reason": str(data.get("reason", ""))[:300].replace("\0", "")})
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
