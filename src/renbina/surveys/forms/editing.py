"""The forms that make questionnaires and campaigns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.surveys.enums import AudienceKind, ItemKind, Mode
from renbina.surveys.models import Item


class InstrumentForm(forms.Form):
    """What a questionnaire is for."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=400,
        required=False,
        help_text=_("For those who choose it later."),
    )
    intro = forms.CharField(
        label=_("Words at the beginning"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who answer read them first."),
    )


class SectionForm(forms.Form):
    """A heading."""

    title = forms.CharField(
        label=_("Heading"),
        max_length=120,
        error_messages={"required": _("Give the section a heading.")},
    )
    intro = forms.CharField(label=_("Explanation"), max_length=400, required=False)


class ItemForm(forms.Form):
    """A question. What its kind does not need is left aside."""

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=ItemKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Question"), max_length=400, error_messages={"required": _("Write the question.")})
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    choices = forms.CharField(
        label=_("Choices, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only for a choice of one."),
    )
    right = forms.CharField(
        label=_("Right answer"),
        max_length=400,
        required=False,
        help_text=_("Only for a test: one of the choices, as it is written there. Those who answer never see it."),
    )
    low = forms.IntegerField(label=_("Lowest value"), initial=1, help_text=_("For a scale or a number."))
    high = forms.IntegerField(label=_("Highest value"), initial=5)
    low_label = forms.CharField(label=_("What the lowest means"), max_length=60, required=False)
    high_label = forms.CharField(label=_("What the highest means"), max_length=60, required=False)

    def values(self) -> dict[str, Any]:
        """As `actions.save_item` takes them."""
        return {**self.cleaned_data, "choices": self.cleaned_data["choices"].splitlines()}

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        """The form filled with an item."""
        names = ("kind", "text", "required", "right", "low", "high", "low_label", "high_label")
        return {name: getattr(item, name) for name in names} | {"choices": "\n".join(item.choices)}


class CampaignForm(forms.Form):
    """Who is asked what, until when."""

    version = forms.ChoiceField(label=_("Questionnaire"), widget=forms.Select(attrs={"class": "form-select"}))
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Those who are asked read it, such as “Basic supervision, class 3”."),
        error_messages={"required": _("Give the campaign a title; those who are asked read it.")},
    )
    mode = forms.ChoiceField(
        label=_("With or without a name"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        help_text=_("Cannot be changed once people were asked."),
    )
    audience = forms.ChoiceField(label=_("Who is asked?"), choices=AudienceKind.choices, widget=forms.RadioSelect)
    unit = forms.ChoiceField(
        label=_("Unit"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=_("Only for a unit."),
    )
    nips = forms.CharField(
        label=_("NIP, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "numeric"}),
        help_text=_("Only for chosen people."),
    )
    by_unit = forms.BooleanField(
        label=_("Results also by perangkat daerah"),
        required=False,
        help_text=_("The answering page says so."),
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the last day."),
            "invalid": _("Write the day as 2026-12-31."),
        },
    )

    def __init__(
        self, *args: Any, versions: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("version", versions), ("unit", [("", "–"), *units])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices)

    def nip_lines(self) -> list[str]:
        """The numbers as they were written, without blanks around and between."""
        lines = ("".join(line.split()) for line in self.cleaned_data["nips"].splitlines())
        return [line for line in lines if line]
