"""What a plan lacks and what would help, as stored facts: empty owed places with their cures, programmes not held."""

from typing import Any

from binacore.planner import Result
from binacore.planner.explain import mandatory_shortages, programme_notes
from renbina.planning.store.material import Material


def shortage_records(gathered: Material, result: Result) -> list[dict[str, Any]]:
    """By programme and cause: places, filled, people, reason, cure, and the names that the cure speaks of."""
    known = _programmes(gathered)
    return [
        {
            **known[short.programme_id],
            "places": short.places,
            "filled": short.filled,
            "cause": short.cause,
            "people": short.people,
            "reason": short.reason.as_record(),
            "cure": short.cure.as_record(),
            "names": _names(gathered, short.cure.numbers),
        }
        for short in mandatory_shortages(gathered.problem, result)
    ]


def _programmes(gathered: Material) -> dict[str, dict[str, str]]:
    """What a page needs to name a programme and lead to it."""
    return {
        each.code: {"programme": each.code, "name": each.name, "public_id": each.public_id}
        for each in gathered.rows.programmes
    }


def _names(gathered: Material, numbers: Any) -> dict[str, str]:
    """Unit and fund in the reader's words. A group of a unit (`CODE.2`) is told as the unit."""
    found: dict[str, str] = {}
    unit, fund = str(numbers.get("unit", "")), numbers.get("fund")
    for each in gathered.rows.units.values() if unit else ():
        if each.code == unit.split(".")[0]:
            found[unit] = each.short_name
    for one in gathered.rows.funds if fund else ():
        if one.key == fund:
            found[str(fund)] = one.name
    return found


def need_records(gathered: Material, result: Result) -> list[dict[str, Any]]:
    """Programmes that somebody needs and that are not held: how many need it, and what would bring each in."""
    known = _programmes(gathered)
    return [
        {**known[note.programme_id], "demand": note.demand, "needs": [need.as_record() for need in note.needs]}
        for note in programme_notes(gathered.problem, result)
        if not note.opened and note.demand
    ]
