"""The form that sends a questionnaire out: whom, from when until when, and how."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.surveys.enums import AudienceKind, Mode
from renbina.surveys.queries import AudienceChoices, Criteria

_SELECT: Final = {"class": "form-select"}
_DAY: Final = {
    "required": _("Choose the last day."),
    "invalid": _("Write the day as 2026-12-31."),
}


def _day_field(label: Any, **extra: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=_DAY, **extra)


class CampaignForm(forms.Form):
    """Who is asked what, from when until when. What the chosen audience does not need is left aside."""

    use_required_attribute = False

    version = forms.ChoiceField(label=_("Questionnaire"), widget=forms.Select(attrs=_SELECT))
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Those who are asked read it, such as “Basic supervision, class 3”."),
        error_messages={"required": _("Give the campaign a title; those who are asked read it.")},
    )
    mode = forms.ChoiceField(
        label=_("With or without a name"),
        choices=[
            (
                Mode.ANONYMOUS,
                _("Anonymous: no page and no stored value tells who answered what"),
            ),
            (Mode.CONFIDENTIAL, _("Confidential: the system knows who answered, readers see groups of five or more")),
            (Mode.NAMED, _("With name: analysts read the answers together with the name")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Cannot be changed once people were asked."),
    )
    audience = forms.ChoiceField(label=_("Who is asked?"), choices=AudienceKind.choices, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=forms.Select(attrs=_SELECT))
    units = forms.MultipleChoiceField(
        label=_("Units, with everything below"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(label=_("Kinds of position"), required=False, widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(
        label=_("Levels of position"), required=False, widget=forms.CheckboxSelectMultiple
    )
    families = forms.MultipleChoiceField(
        label=_("Families of position"), required=False, widget=forms.CheckboxSelectMultiple
    )
    nips = forms.CharField(
        label=_("NIP, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 4, "inputmode": "numeric"})
    )
    sample = forms.BooleanField(
        label=_("Ask a sample of them"),
        required=False,
        help_text=_(
            "Drawn by lot in the proportion of units and kinds of position, at least one of every kind in each unit."
        ),
    )
    sample_size = forms.IntegerField(
        label=_("People in the sample"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: as many as the rule for samples wants (PermenPANRB 14/2017)."),
    )
    seed = forms.IntegerField(
        label=_("Number of the lot"),
        required=False,
        min_value=0,
        max_value=999_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: chosen by chance and kept. The same number draws the same people."),
    )
    opens_on = _day_field(_("First day"), required=False, help_text=_("Empty or today: they are asked at once."))
    closes_on = _day_field(_("Last day"))
    by_unit = forms.BooleanField(
        label=_("Results and response rate also by agency unit (perangkat daerah)"),
        required=False,
        help_text=_("The answering page says so. Units with fewer than five people are never shown alone."),
    )
    tells = forms.BooleanField(
        label=_("Write to those who are asked"),
        required=False,
        help_text=_("By e-mail, with a link to their own list. Who has no address finds it there too."),
    )
    remind_before = forms.IntegerField(
        label=_("Reminder, days before the last"),
        required=False,
        min_value=0,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: none. An anonymous campaign reminds everybody, for nobody knows who has answered."),
    )

    def __init__(
        self,
        *args: Any,
        versions: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        roots: Sequence[tuple[str, str]],
        offered: AudienceChoices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        lists = {
            "version": versions, "unit": [("", "–"), *units], "units": roots, "kinds": offered.kinds,
            "levels": offered.levels, "families": offered.families,
        }  # fmt: skip
        for name, choices in lists.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices)

    def nip_lines(self) -> list[str]:
        """The numbers as they were written, without blanks around and between."""
        lines = ("".join(line.split()) for line in self.cleaned_data["nips"].splitlines())
        return [line for line in lines if line]

    def criteria(self) -> Criteria:
        """What narrows an audience by filter."""
        return Criteria(**{name: tuple(self.cleaned_data[name]) for name in ("units", "kinds", "levels", "families")})

    def wished(self) -> int | None:
        """The size of the sample, where one is asked and it was written."""
        return self.cleaned_data["sample_size"] if self.cleaned_data["sample"] else None

    def first_day(self, on: date) -> date:
        """The day on which people are asked."""
        return self.cleaned_data["opens_on"] or on
