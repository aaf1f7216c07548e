"""What is typed about what positions and classes ask."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from renbina.competency.actions import NewStandard
from renbina.competency.models import Competency
from renbina.competency.queries import Words
from renbina.competency.wording.origins import level_name
from renbina.ui.spoken import spoken

TOP_LEVEL: Final = 5
_DAY: Final = {"type": "date"}
_MOST_SIGNS: Final = 9


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"), **kwargs)


class StandardForm(forms.Form):
    """A level with its days and why."""

    level = forms.TypedChoiceField(label=_("Level asked"), coerce=int, widget=forms.RadioSelect)
    critical = forms.BooleanField(label=_("Critical: without it the work fails"), required=False)
    since = _day(label=_("From"))
    until = _day(
        label=_("Until before"),
        required=False,
        help_text=_("Empty: without an end. After it what held before goes on."),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed where it differs from the class.")
    )

    def __init__(self, *args: Any, words: Words | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {each.level: spoken(*each.texts[0]) for each in words.levels} if words else {}
        field = self.fields["level"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (level, f"{level} · {said[level]}" if level in said else str(level))
                for level in range(1, TOP_LEVEL + 1)
            ]

    def asked(self) -> NewStandard:
        """What was typed; call it on a valid form."""
        data = self.cleaned_data
        return NewStandard(data["level"], data["critical"], data["since"], data["until"], data["reason"])


class AddStandardForm(forms.Form):
    """Which competency a position shall ask too."""

    competency = forms.ChoiceField(label=_("Competency"))

    def __init__(self, *args: Any, competencies: list[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["competency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each.public_id, f"{each.code} · {each.said_name}") for each in competencies]


class ClassDecisionForm(StandardForm):
    """One decision for one or more classes, or one family in them."""

    classes = forms.MultipleChoiceField(label=_("Classes of positions"), widget=forms.CheckboxSelectMultiple)
    family = forms.ChoiceField(
        label=_("Family"), required=False, help_text=_("Only positions of this family; all of the class when empty.")
    )
    competency = forms.ChoiceField(label=_("Competency"))
    field_order = ("competency", "classes", "family", "level", "critical", "since", "until", "reason")

    def __init__(
        self, *args: Any, levels: list[str], families: Mapping[str, str], competencies: list[Competency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows: dict[str, list[tuple[Any, Any]]] = {
            "classes": [(each, level_name(each)) for each in levels],
            "family": [("", _("All families")), *families.items()],
            "competency": [(each.public_id, f"{each.code} · {each.said_name}") for each in competencies],
        }
        for name, values in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = values
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("What the decision rests on, such as a circular with its number.")


class EndForm(forms.Form):
    """The day from which it holds no more."""

    on = _day(label=_("Ends before"))
