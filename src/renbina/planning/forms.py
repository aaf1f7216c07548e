"""What is typed when a plan is decided on, and when the goals are written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.organisation.models import Unit
from renbina.planning.actions import Measure
from renbina.planning.enums import GoalLevel
from renbina.planning.models import Goal, GoalCompetency, Indicator
from renbina.planning.queries import LEAST, MOST, LinkAsked


class NoteForm(forms.Form):
    """A remark, kept with the decision. `seen`: the version on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SendBackForm(NoteForm):
    """Sent back: with what has to change."""

    note = forms.CharField(
        label=_("What has to change"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what has to change; the personnel agency reads it.")},
    )


class DecreeForm(NoteForm):
    """Set by decree."""

    number = forms.CharField(
        label=_("Number of the decree"),
        max_length=100,
        error_messages={"required": _("Give the number of the decree.")},
    )
    dated = forms.DateField(
        label=_("Dated"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give a day."), "invalid": _("Give a day such as 2026-11-23.")},
    )
    field_order = ("number", "dated", "note", "seen")


class GoalForm(forms.Form):
    """A goal, its level and which goal it serves."""

    level = forms.ChoiceField(label=_("Level"), choices=GoalLevel.choices)
    parent = forms.ChoiceField(
        label=_("Serves the goal"), required=False, help_text=_("A mission serves no other goal.")
    )
    text = forms.CharField(
        label=_("What is to be reached?"), max_length=255, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As the RPJMD or the Renstra words it."),
        error_messages={"required": _("Say what is to be reached.")},
    )  # fmt: skip

    def __init__(self, *args: Any, above: Iterable[tuple[int, Goal]], **kwargs: Any) -> None:
        """`above`: goals that another may serve, in the order of the tree, each with its depth."""
        super().__init__(*args, **kwargs)
        found = list(above)
        self._goals = {goal.public_id: goal for _depth, goal in found}
        choices = [(goal.public_id, f"{'– ' * depth}{goal.text}") for depth, goal in found]
        _offer(self.fields["parent"], [("", _("None: it is a mission")), *choices])

    @property
    def parent_goal(self) -> Goal | None:
        """Of a valid form."""
        return self._goals.get(self.cleaned_data["parent"])


class IndicatorForm(forms.Form):
    """What shows that a goal is reached."""

    name = forms.CharField(
        label=_("Indicator"), max_length=255, error_messages={"required": _("Say what is measured.")}
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Unit of measure"), max_length=40, help_text=_("Such as percent, index, people, minutes."),
        error_messages={"required": _("Give the unit of measure, such as people or minutes.")},
    )  # fmt: skip
    baseline = forms.FloatField(label=_("Value at the start"), localize=True)
    baseline_year = forms.IntegerField(label=_("Year of the start"), min_value=2000, max_value=2100)
    target = forms.FloatField(label=_("Target"), localize=True)
    target_year = forms.IntegerField(label=_("Year of the target"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("Where it is written"), max_length=255, required=False)
    programmes = forms.MultipleChoiceField(
        label=_("Programmes that serve it"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("From the next computation on the rows of these programmes stand under this indicator."),
    )  # fmt: skip

    def __init__(self, *args: Any, programmes: Iterable[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._programmes = {each.public_id: each for each in programmes}
        _offer(
            self.fields["programmes"], [(key, f"{each.code} · {each.name}") for key, each in self._programmes.items()]
        )

    @staticmethod
    def values_of(indicator: Indicator) -> dict[str, Any]:
        names = ("name", "unit", "baseline", "baseline_year", "target", "target_year", "source")
        serving = [each.public_id for each in indicator.programmes.all()]
        return {name: getattr(indicator, name) for name in names} | {"programmes": serving}

    def measure(self) -> Measure:
        """Of a valid form."""
        serving = tuple(self._programmes[key].pk for key in self.cleaned_data["programmes"])
        return Measure(**self.cleaned_data | {"programmes": serving})


class LinkForm(forms.Form):
    """A competency that a goal asks for.

    `seen`: what the effect on the page belongs to; only that can be saved.
    """

    competency = forms.ChoiceField(
        label=_("Competency"), error_messages={"required": _("Choose a competency.")}
    )  # fmt: skip
    weight = forms.FloatField(
        label=_("Weight"), initial=1.2,
        validators=[
            MinValueValidator(LEAST, _("Give a weight above 1 and at most 2.")),
            MaxValueValidator(MOST, _("Give a weight above 1 and at most 2.")),
        ],
        widget=forms.NumberInput(attrs={"step": "0.01", "min": LEAST, "max": MOST}),
        help_text=_("Above 1 and at most 2: 1.3 makes a missing level weigh three tenths more."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=255, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands beside every need that this makes heavier."),
        error_messages={"required": _("Say why the goal asks for it.")},
    )  # fmt: skip
    year_from = forms.IntegerField(label=_("First plan year"), min_value=2000, max_value=2100)
    year_to = forms.IntegerField(
        label=_("Last plan year"), min_value=2000, max_value=2100, required=False,
        help_text=_("Empty: until somebody ends it."),
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=_("Units that carry it"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("With everything below them. None chosen: it holds for everybody."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)

    def __init__(
        self, *args: Any, goal: Goal, competencies: Iterable[Competency], units: Iterable[Unit], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._goal = goal
        self._competencies = {each.public_id: each for each in competencies}
        self._units = {each.public_id: each for each in units}
        named = [(key, f"{each.code} · {each.said_name}") for key, each in self._competencies.items()]
        _offer(self.fields["competency"], [("", _("Choose a competency")), *named])
        tree = [(key, f"{_dashes(each)}{each.name}") for key, each in self._units.items()]
        _offer(self.fields["units"], tree)

    @staticmethod
    def values_of(link: GoalCompetency) -> dict[str, Any]:
        plain = {name: getattr(link, name) for name in ("weight", "reason", "year_from", "year_to")}
        return plain | {
            "competency": link.competency.public_id, "units": [unit.public_id for unit in link.units.all()],
        }  # fmt: skip

    def asked(self) -> LinkAsked:
        """Of a valid form."""
        data = self.cleaned_data
        return LinkAsked(
            goal=self._goal, competency_id=self._competencies[data["competency"]].pk, weight=data["weight"],
            reason=data["reason"].strip(), year_from=data["year_from"], year_to=data["year_to"],
            units=tuple(sorted(self._units[key].pk for key in data["units"])),
        )  # fmt: skip

    @property
    def signature(self) -> str:
        """What the page shows the effect of, in one text; the reason moves no need."""
        asked = self.asked()
        years = (asked.year_from, asked.year_to)
        return ";".join(str(part) for part in (asked.competency_id, asked.weight, *years, *asked.units))


def _dashes(unit: Unit) -> str:
    """As deep as the unit stands in the tree."""
    return "– " * (len(unit.path) // Unit.steplen - 1)


def _offer(field: Any, choices: Iterable[tuple[str, Any]]) -> None:
    field.choices = list(choices)
