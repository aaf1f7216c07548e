"""The forms that make questionnaires and campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.surveys.enums import ItemKind
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
