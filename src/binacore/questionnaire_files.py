"""A questionnaire as a file: read from what TOML or JSON held, and written as TOML.

The form is described in docs/questionnaires.md. Nothing is guessed: a field that is not known, a kind that does not
exist, or a value of the wrong sort is a complaint with its place, and all complaints come at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from binacore.questionnaire import LISTED, LISTS, SCALES, WORDED, Clause, Item, Part, Questionnaire, is_whole
from binacore.survey import Kind

FORMAT: Final = 1
LANGUAGES: Final = ("en",)  # beside Indonesian, in which every questionnaire is written
LARGEST: Final = 500_000  # bytes of a file
MOST_ITEMS: Final = 200
MOST_CHOICES: Final = 15
WIDEST_SCALE: Final = 11
_LONGEST: Final = {"code": 40, "name": 200, "purpose": 400, "title": 120, "text": 400, "subject": 80, "right": 400,
                   "low_label": 60, "high_label": 60, "intro": 400}  # fmt: skip
_CODE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class Bad(StrEnum):
    """What is wrong in a file."""

    NOT_A_TABLE = "not_a_table"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_SORT = "wrong_sort"
    TOO_LONG = "too_long"
    KIND = "kind"
    CODE = "code"  # letters, digits, - and _ only
    CHOICES = "choices"  # too few, too many, or twice the same
    ROWS = "rows"
    ANCHORS = "anchors"  # not one for every level
    BOUNDS = "bounds"
    RIGHT = "right"  # the right answer is none of the choices
    TOO_MANY = "too_many"
    NEWER = "newer"  # a file of a later form


@dataclass(frozen=True, slots=True)
class Complaint:
    """`place`: as "section 2, item 3"; `name`: the field; `value`: what stands there."""

    bad: Bad
    place: str
    name: str
    value: str = ""


class Unreadable(ValueError):
    """A file that holds no questionnaire; `complaints` says what is wrong where."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(f"{each.place}: {each.bad} {each.name} {each.value}" for each in self.complaints))


def read(content: Any) -> Questionnaire:
    """A questionnaire of what a file held. Raises Unreadable with everything that is wrong."""
    reader = _Reader()
    found = reader.questionnaire(content)
    if reader.complaints or found is None:
        raise Unreadable(reader.complaints)
    return found


class _Reader:
    """Walks through a file and keeps what it complains about."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def complain(self, bad: Bad, place: str, name: str, value: object = "") -> None:
        self.complaints.append(Complaint(bad, place, name, str(value)[:60]))

    def questionnaire(self, content: Any) -> Questionnaire | None:
        if not isinstance(content, Mapping):
            self.complain(Bad.NOT_A_TABLE, "", "")
            return None
        self._known(content, "", ("format", "code", "name", "purpose", "intro", "translations", "section"))
        if content.get("format", FORMAT) != FORMAT:
            self.complain(Bad.NEWER, "", "format", content["format"])
        parts = tuple(self._part(part, number) for number, part in enumerate(self._list(content, "section", ""), 1))
        if sum(len(part.items) for part in parts) > MOST_ITEMS:
            self.complain(Bad.TOO_MANY, "", "item", MOST_ITEMS)
        return Questionnaire(
            code=self._code(content, "", needed=False),
            name=self._text(content, "name", "", needed=True),
            purpose=self._text(content, "purpose", ""),
            intro=self._text(content, "intro", "", most=1000),
            sections=parts,
            translations=self._translations(content, "", ("name", "intro")),
        )

    def _part(self, content: Any, number: int) -> Part:
        place = f"section {number}"
        if not isinstance(content, Mapping):
            self.complain(Bad.NOT_A_TABLE, place, "section")
            return Part("")
        self._known(content, place, ("title", "intro", "condition", "translations", "item"))
        items = self._list(content, "item", place)
        return Part(
            title=self._text(content, "title", place, needed=True),
            intro=self._text(content, "intro", place),
            items=tuple(
                item for n, row in enumerate(items, 1) if (item := self._item(row, f"{place}, item {n}")) is not None
            ),
            condition=self._condition(content, place),
            translations=self._translations(content, place, ("title", "intro")),
        )

    def _item(self, content: Any, place: str) -> Item | None:
        if not isinstance(content, Mapping):
            self.complain(Bad.NOT_A_TABLE, place, "item")
            return None
        names = ("code", "kind", "required", "unknown", "low", "high", "right", "subject", "condition", "translations")
        self._known(content, place, (*names, *WORDED, *LISTS))
        kind = content.get("kind", "")
        if kind not in list(Kind):
            self.complain(Bad.KIND, place, "kind", kind)
            return None
        item = Item(
            code=self._code(content, place, needed=True),
            kind=Kind(kind),
            text=self._text(content, "text", place, needed=True),
            required=self._bool(content, "required", place, default=True),
            unknown=self._bool(content, "unknown", place, default=False),
            choices=self._texts(content, "choices", place),
            rows=self._texts(content, "rows", place),
            low=self._number(content, "low", place, 1),
            high=self._number(content, "high", place, 5),
            low_label=self._text(content, "low_label", place),
            high_label=self._text(content, "high_label", place),
            right=self._text(content, "right", place),
            subject=self._text(content, "subject", place),
            condition=self._condition(content, place),
            translations=self._translations(content, place, (*WORDED, *LISTS)),
        )
        self.complaints += [each for each in item_complaints(item, place) if each.bad is not Bad.MISSING]
        return fitted(item)

    def _known(self, content: Mapping[str, Any], place: str, names: Iterable[str]) -> None:
        for name in content:
            if name not in names:
                self.complain(Bad.UNKNOWN_FIELD, place, str(name))

    def _list(self, content: Mapping[str, Any], name: str, place: str) -> list[Any]:
        found = content.get(name, [])
        if isinstance(found, list):
            return found
        self.complain(Bad.WRONG_SORT, place, name, found)
        return []

    def _text(self, content: Mapping[str, Any], name: str, place: str, *, needed: bool = False, most: int = 0) -> str:
        found = content.get(name, "")
        if not isinstance(found, str):
            self.complain(Bad.WRONG_SORT, place, name, found)
            return ""
        if needed and not found.strip():
            self.complain(Bad.MISSING, place, name)
        if len(found.strip()) > (most or _LONGEST[name]):
            self.complain(Bad.TOO_LONG, place, name, most or _LONGEST[name])
        return _printable(found)

    def _texts(self, content: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
        found = self._list(content, name, place)
        if not all(isinstance(each, str) and each.strip() for each in found):
            self.complain(Bad.WRONG_SORT, place, name, found)
            return ()
        if any(len(each) > _LONGEST["text"] for each in found):
            self.complain(Bad.TOO_LONG, place, name, _LONGEST["text"])
        return tuple(_printable(each) for each in found)

    def _code(self, content: Mapping[str, Any], place: str, *, needed: bool) -> str:
        found = self._text(content, "code", place, needed=needed)
        if found and (found.startswith("_") or not _CODE.issuperset(found)):
            self.complain(Bad.CODE, place, "code", found)
        return found

    def _bool(self, content: Mapping[str, Any], name: str, place: str, *, default: bool) -> bool:
        found = content.get(name, default)
        if not isinstance(found, bool):
            self.complain(Bad.WRONG_SORT, place, name, found)
        return found is True

    def _number(self, content: Mapping[str, Any], name: str, place: str, default: int | None) -> Any:
        found = content.get(name, default)
        if (found is None and default is None) or (is_whole(found) and abs(found) <= 10**9):
            return found
        self.complain(Bad.WRONG_SORT, place, name, found)
        return default

    def _condition(self, content: Mapping[str, Any], place: str) -> tuple[Clause, ...]:
        return tuple(
            clause
            for each in self._list(content, "condition", place)
            if (clause := self._clause(each, place)) is not None
        )

    def _clause(self, content: Any, place: str) -> Clause | None:
        if not isinstance(content, Mapping) or not isinstance(content.get("item"), str):
            self.complain(Bad.WRONG_SORT, place, "condition", content)
            return None
        self._known(content, place, ("item", "values", "low", "high"))
        values = self._list(content, "values", place)
        if not all(isinstance(each, str) or is_whole(each) for each in values):
            self.complain(Bad.WRONG_SORT, place, "values", values)
            return None
        return Clause(
            content["item"], tuple(values), self._number(content, "low", place, None),
            self._number(content, "high", place, None),
        )  # fmt: skip

    def _translations(
        self, content: Mapping[str, Any], place: str, names: Iterable[str]
    ) -> dict[str, dict[str, str | tuple[str, ...]]]:
        found = content.get("translations", {})
        if not isinstance(found, Mapping) or not all(isinstance(words, Mapping) for words in found.values()):
            self.complain(Bad.WRONG_SORT, place, "translations", found)
            return {}
        read: dict[str, dict[str, str | tuple[str, ...]]] = {}
        for language, words in found.items():
            if language not in LANGUAGES:
                self.complain(Bad.UNKNOWN_FIELD, place, f"translations.{language}")
                continue
            where = f"{place}, {language}" if place else str(language)
            self._known(words, where, names)
            read[str(language)] = {
                name: self._texts(words, name, where) if name in LISTS else self._text(words, name, where, most=1000)
                for name in words
                if name in names
            }
        return read


def item_complaints(item: Item, place: str = "") -> list[Complaint]:
    """What is wrong with one question in itself; conditions and translations: `questionnaire.faults`."""
    found: list[Complaint] = []
    if not item.text:
        found.append(Complaint(Bad.MISSING, place, "text"))
    if item.kind in (Kind.CHOICE, Kind.MULTI, Kind.RANKING) and not _distinct(item.choices):
        found.append(Complaint(Bad.CHOICES, place, "choices"))
    if item.kind is Kind.MATRIX and not _distinct(item.rows):
        found.append(Complaint(Bad.ROWS, place, "rows"))
    if item.kind in (*SCALES, Kind.MATRIX):
        if item.low >= item.high:
            found.append(Complaint(Bad.BOUNDS, place, "low", str(item.low)))
        elif item.kind is not Kind.NUMBER and item.high - item.low >= WIDEST_SCALE:
            found.append(Complaint(Bad.BOUNDS, place, "high", str(item.high)))
        elif item.kind is Kind.LEVEL and item.choices and len(item.choices) != item.high - item.low + 1:
            found.append(Complaint(Bad.ANCHORS, place, "choices"))
    if item.kind is Kind.CHOICE and item.right and item.right not in item.choices:
        found.append(Complaint(Bad.RIGHT, place, "right", item.right))
    return found


def fitted(item: Item) -> Item:
    """The question without what its kind does not use."""
    scaled = item.kind in (*SCALES, Kind.MATRIX)
    labelled = item.kind in (Kind.LIKERT, Kind.MATRIX)
    return replace(
        item,
        choices=item.choices if item.kind in LISTED else (),
        rows=item.rows if item.kind is Kind.MATRIX else (),
        low=item.low if scaled else 1,
        high=item.high if scaled else 5,
        low_label=item.low_label if labelled else "",
        high_label=item.high_label if labelled else "",
        right=item.right if item.kind is Kind.CHOICE else "",
    )


def _distinct(labels: tuple[str, ...]) -> bool:
    return 2 <= len(labels) <= MOST_CHOICES and len(set(labels)) == len(labels)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()


# --- writing


def write(questionnaire: Questionnaire) -> str:
    """The questionnaire as TOML; `read` of it is the same questionnaire."""
    lines = [f"format = {FORMAT}"]
    lines += _lines({name: getattr(questionnaire, name) for name in ("code", "name", "purpose", "intro")})
    lines += _said(questionnaire.translations)
    for part in questionnaire.sections:
        lines += ["", "[[section]]", *_lines({"title": part.title, "intro": part.intro})]
        lines += [*_conditions(part.condition), *_said(part.translations)]
        for item in part.items:
            lines += ["", "[[section.item]]", *_lines(_fields(item))]
            lines += [*_conditions(item.condition), *_said(item.translations)]
    return "\n".join(lines) + "\n"


def _fields(item: Item) -> dict[str, Any]:
    """What differs from a plain question, in the order in which one reads it."""
    plain = Item("", item.kind, "")
    names = ("code", "kind", "text", "required", "unknown", *LISTS, "low", "high", "low_label", "high_label", "right")
    found = {name: getattr(item, name) for name in (*names, "subject")}
    kept = ("code", "kind", "text")
    return {name: value for name, value in found.items() if name in kept or value != getattr(plain, name)}


def _lines(fields: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in fields.items() if value not in ("", ())]


def _said(translations: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [
        f"translations.{language}.{name} = {_value(value)}"
        for language, words in translations.items()
        for name, value in words.items()
        if value
    ]


def _conditions(condition: tuple[Clause, ...]) -> list[str]:
    if not condition:
        return []
    tables = []
    for clause in condition:
        fields = {"item": clause.item, "values": clause.values or None, "low": clause.low, "high": clause.high}
        tables.append(", ".join(f"{name} = {_value(value)}" for name, value in fields.items() if value is not None))
    return ["condition = [" + ", ".join(f"{{ {table} }}" for table in tables) + "]"]


def _value(value: Any) -> str:
    """A TOML value; a string of JSON is one of TOML too."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False)
    return str(value).lower()
