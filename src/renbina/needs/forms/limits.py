"""The limits of the components of a priority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from binacore.priority import Component, PriorityLimits
from renbina.needs.wording.priorities import COMPONENTS


class LimitsForm(forms.Form):
    """One number from 1 to 10 a component, the plan year from which it holds, and why (needed to save only).

    `seen`: the limits whose effect stands on the page; only these can be saved.
    """

    year = forms.TypedChoiceField(label=_("From the plan of"), coerce=int)
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=255, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who decided it, and for what reason. It stands in the rules and in the trail."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, years: list[int], limits: PriorityLimits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["year"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(year, str(year)) for year in years]
        for component in Component:
            self.fields[component.value] = forms.FloatField(
                label=str(COMPONENTS[component]).capitalize(), min_value=1, max_value=10,
                initial=getattr(limits, component.value), widget=forms.NumberInput(attrs={"step": "0.1"}),
            )  # fmt: skip
        self.order_fields([*(each.value for each in Component), "year", "reason", "seen"])

    @property
    def limits(self) -> PriorityLimits:
        """Of a valid form."""
        return PriorityLimits(**{each.value: self.cleaned_data[each.value] for each in Component})

    @property
    def signature(self) -> str:
        """What the page shows the effect of: limits and year in one text."""
        return ";".join([str(self.cleaned_data["year"]), *(str(value) for value in self.limits.as_record().values())])
