"""Out again: what a kind holds in the very shape that its import reads, and the empty file to begin with."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports.declare import Field, ImportKind
from renbina.ui.sheets import Sheet, SheetColumn

_CHOICES_TOLD: Final = 40
# A column of a template is text where digits must stay digits, so that nobody's spreadsheet rounds an NIP.
_EMPTY_FORMAT: Final = {"nip": "@", "text": "@", "choice": "@", "date": "dd-mm-yyyy"}
_FILLED_FORMAT: Final = {"nip": "@", "date": "dd-mm-yyyy"}


def heading_of(field: Field) -> str:
    """What stands above the column: the spelling that files of this kind use, else the label."""
    return field.synonyms[0] if field.synonyms else str(field.label)


def data_sheet(kind: ImportKind, actor: Actor, on: date) -> Sheet:
    """Everything of the kind that is stored and that the actor may import, without columns that are never filled."""
    stored = kind.stored(actor, on)
    known = {name for values in stored.values() for name, value in values.items() if value not in (None, "")}
    fields = [field for field in kind.fields if field.required or field.column_required or field.name in known]
    return Sheet(
        title=str(kind.label),
        columns=tuple(SheetColumn(heading_of(field), _FILLED_FORMAT.get(field.kind, "")) for field in fields),
        rows=_rows(stored, fields),
    )


def _rows(stored: Mapping[str, Mapping[str, Any]], fields: list[Field]) -> Iterator[tuple[Any, ...]]:
    spellings = {field.name: spellings_of(field) for field in fields if field.kind == "choice"}
    for values in stored.values():
        yield tuple(written(values.get(field.name), field, spellings) for field in fields)


def spellings_of(field: Field) -> dict[str, str]:
    """Stored value -> how it is written: the first spelling of each."""
    found: dict[str, str] = {}
    for spelling, value in field.choices.items():
        found.setdefault(value, spelling)
    return found


def written(value: Any, field: Field, spellings: Mapping[str, Mapping[str, str]]) -> Any:
    if field.write is not None:
        value = field.write(value)
    if value is None:
        return None
    if field.kind == "choice":
        return spellings[field.name].get(value, value)
    if field.kind == "bool":
        return "ya" if value else "tidak"
    return value


def template_sheets(kind: ImportKind) -> list[Sheet]:
    """An empty sheet with the headings, and one that explains every column."""
    columns = tuple(
        SheetColumn(heading_of(field), _EMPTY_FORMAT.get(field.kind, ""), width=max(14, len(heading_of(field)) + 2))
        for field in kind.fields
    )
    about = (
        SheetColumn(_("Column"), width=26),
        SheetColumn(_("Must be filled"), width=14),
        SheetColumn(_("What to write"), width=60),
        SheetColumn(_("Other headings that are understood"), width=50),
    )
    told = [_told(place, each) for place, each in enumerate(kind.fields, start=1)]
    return [Sheet(str(kind.label), columns, ()), Sheet(_("Explanations"), about, told, note=str(kind.description))]


def _told(place: int, field: Field) -> tuple[str, str, str, str]:
    """A line of the explanations; none of its cells is a heading by itself, so no reader takes it for the data."""
    others = _("also: %(headings)s") % {"headings": "; ".join(field.synonyms[1:])} if field.synonyms[1:] else ""
    return f"{place}. {heading_of(field)}", _needed(field), what_to_write(field), others


def _needed(field: Field) -> str:
    if field.required:
        return _("yes")
    return _("the column must be there") if field.column_required else _("no")


def what_to_write(field: Field) -> str:
    """One or two sentences about the cells of a column."""
    said = _SAID[field.kind](field)
    return f"{field.label}. {field.help} {said}" if field.help else f"{field.label}. {said}"


def _number(field: Field) -> str:
    low, high = field.minimum, field.maximum
    whole = _("A whole number") if field.kind == "int" else _("A number; decimals after a comma")
    if low is not None and high is not None:
        return _("%(what)s from %(low)s to %(high)s.") % {"what": whole, "low": low, "high": high}
    if low is not None:
        return _("%(what)s, at least %(low)s.") % {"what": whole, "low": low}
    return f"{whole}."


def _choice(field: Field) -> str:
    written = list(spellings_of(field).values())
    more = ", …" if len(written) > _CHOICES_TOLD else ""
    return _("One of: %(choices)s.") % {"choices": ", ".join(written[:_CHOICES_TOLD]) + more}


_SAID: Final[Mapping[str, Callable[[Field], str]]] = {
    "text": lambda field: _("Text, at most %(most)s characters.") % {"most": field.max_length},
    "nip": lambda field: _("18 digits in a cell of the type Text."),
    "date": lambda field: _("A day such as 14-04-2027."),
    "int": _number,
    "decimal": _number,
    "choice": _choice,
    "bool": lambda field: _("ya or tidak."),
}
