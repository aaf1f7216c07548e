"""What is typed about performance: predicates, answers, coaching, nominations, decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.catalogue.models import Programme
from renbina.performance.enums import Criterion, NextStep, Outcome, Quarter
from renbina.records.enums import Rating

_DAY = {"type": "date", "class": "form-control"}
_INPUT = {"class": "form-control"}


def _words(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most, "class": "form-control"})


class _PlainText(forms.CharField):
    """Text as typed, without the zero byte that a database refuses."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\0", "") if isinstance(value, str) else value)


class PeriodForm(forms.Form):
    """Which period superiors shall rate."""

    year = forms.IntegerField(label=_("Year"), min_value=2022, max_value=2100, widget=forms.NumberInput(attrs=_INPUT))
    quarter = forms.TypedChoiceField(
        label=_("Period"), choices=Quarter.choices, coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )


class RatingForm(forms.Form):
    """Two separate judgements; the predicate follows from them."""

    result = forms.ChoiceField(
        label=_("Results of work"), choices=Rating.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer about the results.")},
    )  # fmt: skip
    behaviour = forms.ChoiceField(
        label=_("Behaviour at work"), choices=Rating.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer about the behaviour.")},
    )  # fmt: skip
    reason = _PlainText(
        label=_("What it rests on"), required=False, max_length=1000, widget=_words(4, 1000),
        help_text=_("An example, a result, a date. Needed for every predicate but “Good”. The person reads it."),
    )  # fmt: skip


class ResponseForm(forms.Form):
    """The person's own words."""

    text = _PlainText(
        label=_("Your answer"), max_length=1000, widget=_words(3, 1000),
        help_text=_("Your superior reads it beside the predicate."),
    )  # fmt: skip


class CoachingForm(forms.Form):
    """A plan of ninety days."""

    goals = _PlainText(
        label=_("What shall be better at the end?"), max_length=2000, widget=_words(4, 2000),
        help_text=_("One to three things that both of you can see."),
    )  # fmt: skip
    actions = _PlainText(
        label=_("What will both of you do?"), max_length=2000, widget=_words(4, 2000),
        help_text=_("What the person does, and how you help."),
    )  # fmt: skip
    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("A programme that helps"), queryset=Programme.objects.none(), required=False,
        to_field_name="public_id", widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, planned: Sequence[Programme], others: Sequence[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        if not isinstance(field, forms.ModelChoiceField):
            return
        field.queryset = Programme.objects.filter(pk__in=[each.pk for each in (*planned, *others)])
        groups: list[Any] = [("", _("None"))]
        if planned:
            groups.append((_("In a plan for this person"), [(each.public_id, each.name) for each in planned]))
        groups.append((_("All programmes"), [(each.public_id, each.name) for each in others]))
        field.widget.choices = groups


class CheckInForm(forms.Form):
    """A note about a talk."""

    text = _PlainText(label=_("What was said and agreed"), max_length=2000, widget=_words(3, 2000))
    held_on = forms.DateField(label=_("Day of the talk"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class OwnNoteForm(forms.Form):
    """The employee's note beside the superior's."""

    text = _PlainText(label=_("Your note"), max_length=2000, widget=_words(3, 2000))


class EndForm(forms.Form):
    """How a plan ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = _PlainText(
        label=_("By what can one see it?"), max_length=2000, widget=_words(3, 2000),
        help_text=_("The person reads this."),
    )  # fmt: skip
    next_step = forms.ChoiceField(
        label=_("What comes next?"), choices=NextStep.choices, widget=forms.Select(attrs={"class": "form-select"})
    )


class NominationForm(forms.Form):
    """Evidence for a recognition."""

    criterion = forms.ChoiceField(label=_("For what?"), choices=Criterion.choices, widget=forms.RadioSelect)
    evidence = _PlainText(
        label=_("What was done, when, and what did it change?"), max_length=3000, widget=_words(6, 3000)
    )
    links = _PlainText(
        label=_("Where can it be seen?"), required=False, max_length=1000, widget=_words(2, 1000),
        help_text=_("Letter, report or address; one a line."),
    )  # fmt: skip
    attested = forms.BooleanField(
        label=_("I know of no running discipline case about this person."),
        error_messages={
            "required": _("Confirm that you know of no running discipline case; Renbina does not keep them.")
        },
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = _PlainText(label=_("Why not?"), required=False, max_length=1000, widget=_words(3, 1000))


def reason_of(data: Any) -> str:
    """The reason that was typed, cut to what is kept."""
    form = ReasonForm({"reason": str(data.get("reason", ""))[:1000]})
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
