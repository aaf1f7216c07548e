"""The forms that write questions: what their kind needs, when they are asked, and their words in English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from binacore.questionnaire import DECIDING, Clause
from binacore.survey import Kind
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import InstrumentVersion, Item, Section
from renbina.surveys.queries.questionnaires import said
from renbina.surveys.wording import option_labels

_BOUNDED: Final = (Kind.LIKERT, Kind.MATRIX, Kind.LEVEL, Kind.NUMBER)
_NEEDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "choices": (Kind.CHOICE, Kind.MULTI, Kind.RANKING, Kind.LEVEL),
    "rows": (Kind.MATRIX,),
    "right": (Kind.CHOICE,),
    "low": _BOUNDED,
    "high": _BOUNDED,
    "low_label": (Kind.LIKERT, Kind.MATRIX),
    "high_label": (Kind.LIKERT, Kind.MATRIX),
}
_LINES: Final = {"choices": 5, "rows": 5}
_MUST_HAVE: Final = {
    "choices": _("Write 2 to 15 different choices, one a line."),
    "rows": _("Write 2 to 15 different statements, one a line."),
    "low": _("Write the lowest value."),
    "high": _("Write the highest value."),
}


class SectionForm(forms.Form):
    """A heading."""

    title = forms.CharField(
        label=_("Heading"),
        max_length=120,
        error_messages={"required": _("Give the section a heading.")},
    )
    intro = forms.CharField(label=_("Explanation"), max_length=400, required=False)


class ItemForm(forms.Form):
    """A question of one kind: only what this kind needs is asked for."""

    kind = forms.ChoiceField(
        choices=ItemKind.choices, widget=forms.HiddenInput,
        error_messages={"required": _("Choose what kind of answer is asked for.")},
    )  # fmt: skip
    text = forms.CharField(label=_("Question"), max_length=400, error_messages={"required": _("Write the question.")})
    choices = forms.CharField(label=_("Choices, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    rows = forms.CharField(label=_("Statements, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    low = forms.IntegerField(label=_("Lowest value"), initial=1, required=False)
    high = forms.IntegerField(label=_("Highest value"), initial=5, required=False)
    low_label = forms.CharField(label=_("What the lowest means"), max_length=60, required=False)
    high_label = forms.CharField(label=_("What the highest means"), max_length=60, required=False)
    right = forms.CharField(
        label=_("Right answer"),
        max_length=400,
        required=False,
        help_text=_("Only for a test: one of the choices, as it is written there. Those who answer never see it."),
    )
    subject = forms.CharField(
        label=_("What the answer is about"),
        max_length=80,
        required=False,
        help_text=_("The key by which other rooms find the answers, such as competency:2.1. Leave it empty if unsure."),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    unknown = forms.BooleanField(
        label=_("Offer “I don't know”"), required=False, help_text=_("It is kept apart and never counted as a value.")
    )

    def __init__(self, *args: Any, kind: str, subjects: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """subjects: key -> name of what a question can be about; without any the key itself is typed."""
        super().__init__(*args, **kwargs)
        if subjects:
            about = self.fields["subject"]
            self.fields["subject"] = forms.ChoiceField(
                label=about.label,
                required=False,
                choices=[("", _("Nothing that other pages read")), *subjects.items()],
                help_text=_("The answers count as evidence of this competency. Leave it open if unsure."),
            )
        self.chosen = kind if kind in ItemKind.values else ""
        for name, kinds in _NEEDS.items():
            if self.chosen not in kinds:
                del self.fields[name]
        for name, words in _MUST_HAVE.items():
            if name in self.fields and (name, self.chosen) != ("choices", ItemKind.LEVEL):
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = words
        if self.chosen == ItemKind.LEVEL:
            self.fields["choices"].label = _("What each level looks like at work, one a line")
            self.fields["choices"].help_text = _("From the lowest to the highest level.")

    def values(self) -> dict[str, Any]:
        """As `actions.save_item` takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return found | {name: found[name].splitlines() for name in _LINES if name in found}

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        """The form filled with an item."""
        names = (
            "kind", "text", "required", "unknown", "right", "low", "high", "low_label", "high_label", "subject"
        )  # fmt: skip
        lines = {name: "\n".join(getattr(item, name)) for name in _LINES}
        return {name: getattr(item, name) for name in names} | lines


# --- conditions


@dataclass(frozen=True, slots=True)
class Possible:
    """An earlier question with its answers, to be ticked; of a number its bounds."""

    name: str
    question: str
    options: list[tuple[str, str, bool]]  # value, words, ticked
    low: str
    high: str

    @property
    def is_chosen(self) -> bool:
        return bool(self.low or self.high or any(ticked for _value, _words, ticked in self.options))


class Conditions:
    """The answers to earlier questions on which a question or a section depends, as they are shown and as they came."""

    def __init__(self, earlier: Sequence[Item], given: Sequence[Clause], data: Any = None) -> None:
        self.earlier = [item for item in earlier if item.kind in DECIDING]
        self.given = given if data is None else self._sent(data)

    def clauses(self) -> list[Clause]:
        """One clause for every earlier question on which something was chosen."""
        return list(self.given)

    def possible(self) -> list[Possible]:
        """Every earlier question that can decide, in the order of asking."""
        by_code = {clause.item: clause for clause in self.given}
        found = []
        for item in self.earlier:
            clause = by_code.get(item.code)
            labels = [] if item.kind == ItemKind.NUMBER else option_labels(item, said(item, get_language()))
            found.append(
                Possible(
                    name=f"if-{item.code}",
                    question=item.text,
                    options=[(str(value), str(words), _ticked(clause, value)) for value, words in labels],
                    low=_bound(clause.low if clause else None) if not labels else "",
                    high=_bound(clause.high if clause else None) if not labels else "",
                )
            )
        return found

    def _sent(self, data: Any) -> list[Clause]:
        found = []
        for item in self.earlier:
            name = f"if-{item.code}"
            low, high = _number(data.get(f"{name}-low")), _number(data.get(f"{name}-high"))
            values: list[int | str] = list(data.getlist(name))
            if item.kind in (ItemKind.LIKERT, ItemKind.LEVEL):
                values = [number for value in values if (number := _number(str(value))) is not None]
            if values or low is not None or high is not None:
                found.append(Clause(item.code, tuple(values), low, high))
        return found


def _ticked(clause: Clause | None, value: int | str) -> bool:
    if clause is None:
        return False
    if clause.values:
        return value in clause.values
    bounds = clause.low is not None or clause.high is not None
    return bounds and isinstance(value, int) and (clause.low or value) <= value <= (clause.high or value)


def _bound(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 10 else None


# --- translation


@dataclass(frozen=True, slots=True)
class Pair:
    """Words in Indonesian, and the input for them in another language."""

    name: str
    original: str
    lines: int  # of the input
    said: str


@dataclass(frozen=True, slots=True)
class Group:
    """The words of the version, of a section or of a question."""

    title: str
    pairs: list[Pair]


LONGEST: Final = 10_000  # of one field: fifteen choices of any length that a question may have
_WORDS: Final = ("name", "intro", "title", "text", "choices", "rows", "low_label", "high_label")


class Translation:
    """All words of a version beside their translation; lists are written one a line."""

    def __init__(self, version: InstrumentVersion, sections: Sequence[tuple[Section, Sequence[Item]]]) -> None:
        whole = {"name": version.instrument.name, "intro": version.intro}
        self.places: list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]] = [
            ("", version.instrument.name, whole, version.translations)
        ]
        for number, (section, items) in enumerate(sections, start=1):
            head = {"title": section.title, "intro": section.intro}
            self.places.append((f"#{number}", section.title, head, section.translations))
            for item in items:
                words = {name: getattr(item, name) for name in _WORDS[3:]}
                self.places.append((item.code, item.text, words, item.translations))

    def groups(self, language: str) -> list[Group]:
        """What the page shows."""
        return [
            Group(title, [_pair(place, name, value, translations.get(language, {}).get(name, ""))
                          for name, value in words.items() if value])
            for place, title, words, translations in self.places
        ]  # fmt: skip

    def sent(self, data: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """As `actions.translate_version` takes it."""
        found: dict[str, dict[str, Any]] = {}
        for place, _title, words, _translations in self.places:
            for name, value in words.items():
                given = str(data.get(f"{place}:{name}", "")).strip()[:LONGEST] if value else ""
                if given:
                    lines = [line.strip() for line in given.splitlines() if line.strip()]
                    found.setdefault(place, {})[name] = lines if isinstance(value, list) else given
        return found


def _pair(place: str, name: str, value: Any, translated: Any) -> Pair:
    several = isinstance(value, list)
    lines = len(value) if several else 1 + len(str(value)) // 90
    shown = "\n".join(translated) if isinstance(translated, list | tuple) else str(translated)
    return Pair(f"{place}:{name}", "\n".join(value) if several else str(value), lines, shown)
