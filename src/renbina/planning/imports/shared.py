"""What the kinds of this room share: codes of programmes in one cell, and exact decimals."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from renbina.catalogue.models import Programme
from renbina.foundation.imports import Message, Row
from renbina.organisation.queries.unit_names import UnitNames, UnitUnclear

CODES_HELP: Final = _("Codes of programmes, with a semicolon between them.")
UNITS_HELP: Final = _("Names or codes of units, with a semicolon between them.")
SHARED_MESSAGES: Final[dict[str, Message]] = {
    "programme_unknown": Message(
        _("No programme has the code “%(part)s”."), _("Correct the code, or load the programmes first.")
    ),
    "unit_unknown": Message(
        _("No unit is called “%(part)s”."), _("Write the name or the code as the list of units has it.")
    ),
    "unit_unclear": Message(_("“%(part)s” may be several units."), _("Choose one of these.")),
}


def programme_codes(agency: int) -> dict[str, str]:
    """Folded code -> code. One query."""
    return {code.casefold(): code for code in Programme.objects.filter(agency_id=agency).values_list("code", flat=True)}


def listed(codes: Iterable[str]) -> str:
    """Codes as one cell, always in the same order."""
    return "; ".join(sorted(codes))


def parts(text: str | None) -> list[str]:
    """What stands between semicolons (or commas, for codes, which hold none)."""
    return [each.strip() for each in (text or "").replace(",", ";").split(";") if each.strip()]


def check_codes(row: Row, name: str, known: Mapping[str, str]) -> None:
    """Codes of programmes in a cell, each once, as they are stored."""
    asked = parts(row.values.get(name))
    wrong = next((each for each in asked if each.casefold() not in known), None)
    if wrong is not None:
        row.hold(name, "programme_unknown", part=wrong)
    elif asked:
        row.values[name] = listed({known[each.casefold()] for each in asked})


def check_units(row: Row, name: str, units: UnitNames) -> None:
    """Units in a cell, as only they are called."""
    try:
        found = units.find_all(row.values.get(name) or "")
    except UnitUnclear as unclear:
        code = "unit_unclear" if unclear.several else "unit_unknown"
        row.hold(name, code, part=unclear.text, suggestions=unclear.suggestions)
    else:
        if found:
            row.values[name] = units.listed(set(found))


def exact(number: float) -> Decimal:
    """20.0 -> 20, 7.5 -> 7.5."""
    return Decimal(int(number)) if float(number).is_integer() else Decimal(repr(float(number)))
