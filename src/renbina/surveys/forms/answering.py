"""The form of a questionnaire, made of its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.sheets import TEXT_MOST
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Item


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its fields, for the template."""

    title: str
    intro: str
    fields: list[forms.BoundField]


class AnswerForm(forms.Form):
    """One field an item. What was typed stays when something is missing; the browser's own complaints are off."""

    use_required_attribute = False

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[item.code] = _field(item)

    def parts(self) -> list[Part]:
        """The sections in their order."""
        found: dict[int, Part] = {}
        for item in self.items:
            part = found.setdefault(item.section_id, Part(item.section.title, item.section.intro, []))
            part.fields.append(self[item.code])
        return list(found.values())

    def answers(self) -> dict[str, Any]:
        """Code -> answer, of what was answered; after is_valid()."""
        return {code: value for code, value in self.cleaned_data.items() if value not in (None, "")}

    def faults(self) -> list[tuple[str, str]]:
        """(id of the first input, label) of the fields to look at again."""
        return [(str(self[code].auto_id), str(self.fields[code].label)) for code in self.errors if code in self.fields]

    def headline(self) -> str:
        """How much is left to do."""
        count = len(self.faults())
        words = ngettext("%(n)s answer still needs you", "%(n)s answers still need you", count)
        return words % {"n": count}


def _field(item: Item) -> forms.Field:
    common: dict[str, Any] = {"label": item.text, "required": item.required}
    messages = {"required": _("Please answer this question."), "invalid_choice": _("Choose one of the answers.")}
    if item.kind == ItemKind.LIKERT:
        return forms.TypedChoiceField(
            **common,
            coerce=int,
            empty_value=None,
            choices=[(step, str(step)) for step in range(item.low, item.high + 1)],
            widget=forms.RadioSelect(attrs={"class": "rb-scale"}),
            help_text=_ends(item),
            error_messages=messages,
        )
    if item.kind == ItemKind.CHOICE:
        return forms.ChoiceField(
            **common, choices=[(each, each) for each in item.choices], widget=forms.RadioSelect, error_messages=messages
        )
    if item.kind == ItemKind.NUMBER:
        bounds = {"low": item.low, "high": item.high}
        return forms.IntegerField(
            **common,
            min_value=item.low,
            max_value=item.high,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            help_text=_("A whole number from %(low)s to %(high)s.") % bounds,
            error_messages=messages
            | dict.fromkeys(
                ("invalid", "min_value", "max_value"), _("Write a whole number from %(low)s to %(high)s.") % bounds
            ),
        )
    return forms.CharField(
        **common,
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=messages | {"max_length": _("At most %(most)s characters, please.") % {"most": TEXT_MOST}},
    )


def _ends(item: Item) -> str:
    """What the ends of a scale mean; written by an analyst, so escaped."""
    if not (item.low_label and item.high_label):
        return ""
    return format_html("{} = {} · {} = {}", item.low, item.low_label, item.high, item.high_label)
