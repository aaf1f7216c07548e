"""The form of a questionnaire, made of its items: all of them on one page, or one a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from binacore.sheets import UNKNOWN, asked, most_characters
from binacore.survey import Kind
from renbina.surveys.enums import ItemKind
from renbina.surveys.forms.widgets import Places, PlacesField, Rows, RowsField, places_of
from renbina.surveys.models import Item
from renbina.surveys.queries.questionnaires import Said, clauses, heading_of, questionnaire_of, said
from renbina.surveys.wording import condition_words, ends_words, option_labels

MARK = "-unknown"  # ends the name of the box "I don't know"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its fields, for the template."""

    title: str
    intro: str
    fields: list[forms.BoundField]


class AnswerForm(forms.Form):
    """One field an item. What was typed stays when something is missing; the browser's own complaints are off.

    `initial` is a sheet as it is stored. With `only` the code of an item, that one is shown and looked at, and the rest
    of what was sent decides whether it is asked. Which answers are missing is found by the conditions: a question that
    is not asked needs none.
    """

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, items: Sequence[Item], only: str | None = None,
        language: str | None = None, initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        given = dict(initial or {})
        super().__init__(data, initial=_shown(items, given))
        self.items, self.only = items, only
        self.language = language or get_language()
        self.questionnaire = questionnaire_of(items)
        box = given.get(UNKNOWN, ()) if data is None else [item.code for item in items if data.get(item.code + MARK)]
        self.marked = set(box)
        by_code = {item.code: item for item in items}
        for item in items:
            field = _field(item, said(item, self.language))
            field.template_name = "surveys/part_field.html"
            field.mark, field.may_skip = item.unknown, not item.required
            field.marked = item.code in self.marked
            field.rule = condition_words(clauses((*item.section.condition, *item.condition)), by_code, self.language)
            self.fields[item.code] = field

    def parts(self) -> list[Part]:
        """The sections in their order, with the fields that are shown."""
        found: dict[int, Part] = {}
        for item in self.items:
            if self.only in (None, item.code):
                heading = heading_of(item.section, self.language)
                found.setdefault(item.section_id, Part(*heading, [])).fields.append(self[item.code])
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Say what is missing of what is asked."""
        sheet = self.answers()
        for item in asked(self.questionnaire, sheet):
            if not item.required or item.code in self.errors or self.only not in (None, item.code):
                continue
            value = sheet.get(item.code)
            if value is None and item.code not in sheet.get(UNKNOWN, ()):
                self.add_error(item.code, _("Please answer this question."))
            elif isinstance(value, list) and None in value:
                self.add_error(item.code, _("Please answer every line."))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """Code -> answer, of what was answered and can be taken, with the list of what is not known."""
        found = {code: value for code, value in self.cleaned_data.items() if value not in (None, "", [])}
        marks = [item.code for item in self.items if item.unknown and item.code in self.marked - found.keys()]
        return found | ({UNKNOWN: marks} if marks else {})

    def faults(self) -> list[tuple[str, str]]:
        """(id of the first input, label) of the fields to look at again."""
        return [
            (str(self[code].id_for_label or self[code].auto_id), str(self.fields[code].label))
            for code in self.errors
            if code in self.fields and self.only in (None, code)
        ]

    def headline(self) -> str:
        """How much is left to do."""
        count = len(self.faults())
        words = ngettext("%(n)s answer still needs you", "%(n)s answers still need you", count)
        return words % {"n": count}

    def names(self, code: str) -> frozenset[str]:
        """The names of the inputs of one item."""
        field = self.fields[code]
        several = getattr(field.widget, "names", ())
        return frozenset({code, code + MARK, *(f"{code}_{number}" for number in range(len(several)))})


def _shown(items: Sequence[Item], sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A stored sheet as fields show it."""
    shown = {code: value for code, value in sheet.items() if code != UNKNOWN}
    for item in items:
        if item.kind == ItemKind.RANKING and item.code in shown:
            shown[item.code] = places_of(item.choices, shown[item.code])
    return shown


def sent(items: Sequence[Item], sheet: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A stored sheet as a form sends it: (name, value)."""
    found = [(code + MARK, "1") for code in sheet.get(UNKNOWN, ())]
    for code, value in _shown(items, sheet).items():
        kind = next((item.kind for item in items if item.code == code), "")
        if kind in (ItemKind.MATRIX, ItemKind.RANKING):
            found += [(f"{code}_{number}", str(each)) for number, each in enumerate(value) if each is not None]
        elif isinstance(value, list):
            found += [(code, str(each)) for each in value]
        else:
            found.append((code, str(value)))
    return found


def _field(item: Item, words: Said) -> Any:
    """Nothing is required by the field itself: the conditions say what is."""
    common: dict[str, Any] = {"label": words.text, "required": False, "help_text": ends_words(item, words)}
    wrong = {"invalid_choice": _("Choose one of the answers.")}
    steps = range(item.low, item.high + 1)
    kind = Kind(item.kind)
    if kind in (Kind.LIKERT, Kind.LEVEL):
        classes = {"class": "rb-scale"} if kind is Kind.LIKERT else {}
        return forms.TypedChoiceField(
            **common, coerce=int, empty_value=None, choices=option_labels(item, words),
            widget=forms.RadioSelect(attrs=classes), error_messages=wrong,
        )  # fmt: skip
    if kind in (Kind.CHOICE, Kind.INDICATOR):
        return forms.ChoiceField(
            **common, choices=option_labels(item, words), widget=forms.RadioSelect, error_messages=wrong
        )
    if kind is Kind.MULTI:
        many = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            **common, choices=option_labels(item, words), widget=many, error_messages=wrong
        )
    if kind is Kind.MATRIX:
        return RowsField(**common, widget=Rows(rows=words.rows, steps=steps))
    if kind is Kind.RANKING:
        labels = [label for _stored, label in words.choices]
        return PlacesField(**common, stored=item.choices, widget=Places(labels=labels))
    return _open_field(item, kind, common)


def _open_field(item: Item, kind: Kind, common: dict[str, Any]) -> forms.Field:
    if kind is Kind.NUMBER:
        wrong = _("Write a whole number from %(low)s to %(high)s.") % {"low": item.low, "high": item.high}
        return forms.IntegerField(
            **common, min_value=item.low, max_value=item.high,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "form-control"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        )  # fmt: skip
    if kind is Kind.DATE:
        day = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        return forms.DateField(**common, widget=day, error_messages={"invalid": _("Write the day as 2026-12-31.")})
    most = most_characters(kind)
    attrs: dict[str, Any] = {"class": "form-control"}
    return forms.CharField(
        **common, max_length=most,
        widget=forms.TextInput(attrs=attrs) if kind is Kind.SHORT else forms.Textarea(attrs=attrs | {"rows": 3}),
        error_messages={"max_length": _("At most %(most)s characters, please.") % {"most": most}},
    )  # fmt: skip
