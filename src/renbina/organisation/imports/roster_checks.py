"""Everything about a roster row that needs more than one cell: the NIP's own facts, names of units and positions, days.

Units and positions are matched by folding, by short forms and by the spellings that somebody confirmed before; likeness
alone never decides. Where no unit (or no position) is known yet, those of the file are new ones, not errors.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from binacore.names import fold_name
from binacore.nip import OLDEST, YOUNGEST, Nip, NipInvalid, parse_nip
from binacore.person_names import quite_different, split_titles
from binacore.rules import Rulebook, RuleNotInForce, RulesAt, load_rules
from binacore.siasn import STANDING_NAMES, employment_of, grade_of, schooling_of, standing_of
from renbina.foundation.imports import ImportContext, Row
from renbina.organisation.enums import Employment, Status
from renbina.organisation.gather import Directory, directory_of, retires_on
from renbina.organisation.gather.lists import Register, register_of
from renbina.organisation.imports.chains import check_superiors
from renbina.organisation.models import Agency, Position, Unit

_GONE: Final = (Status.RETIRED, Status.MOVED_OUT)
_SEXES: Final = {"m": "m", "f": "f", "l": "m", "p": "f", "laki laki": "m", "perempuan": "f", "pria": "m", "wanita": "f",
                 "1": "m", "2": "f", "lk": "m", "pr": "f"}  # fmt: skip
CONTRACT_SOON: Final = timedelta(days=183)


def check_roster(rows: Sequence[Row], context: ImportContext) -> None:
    """May run again over rows that it has already seen. Without an agency there is nothing to compare with."""
    agency_id = context.actor.agency_id
    directory = directory_of(agency_id) if agency_id is not None else Directory()
    register = register_of(agency_id, context.on, [row.key for row in rows if row.key])
    rules = Rulebook(load_rules()).at(context.on)
    others = _other_employers(rows, agency_id)
    new_units, new_positions = directory.takes_units, directory.takes_positions
    for row in rows:
        nip = _nip_of(row)
        _check_person(row, nip, register)
        _check_employment(row, nip)
        _check_status(row)
        if id(row) in others:
            row.hold("employer", "works_elsewhere", confirmable=True)
        _check_schooling(row)
        _match_unit(row, directory, new=new_units)
        position = _match_position(row, directory, new=new_positions)
        _check_days(row, nip, position, rules, context.on)
    check_superiors(rows, register)


def check_people(rows: Sequence[Row], context: ImportContext) -> None:
    """The short list: only people of the importing agency are taken."""
    here = _own_names(context.actor.agency_id)
    for row in rows:
        named = row.values.get("agency")
        if named and fold_name(named) not in here:
            row.hold("agency", "other_agency")
    check_roster(rows, context)


def _own_names(agency_id: int | None) -> set[str]:
    agency = Agency.objects.filter(pk=agency_id).first() if agency_id is not None else None
    if agency is None:
        return set()
    return {fold_name(name) for name in (agency.name, agency.short_name, f"Pemerintah {agency.short_name}")}


def _other_employers(rows: Sequence[Row], agency_id: int | None) -> set[int]:
    """Rows that name another employer, in a file that names this one too: only then is its spelling known."""
    named = [(row, fold_name(row.values["employer"])) for row in rows if row.values.get("employer")]
    if not named:
        return set()
    here = _own_names(agency_id)
    if not any(name in here for _, name in named):
        return set()
    return {id(row) for row, name in named if name not in here and _standing(row) not in _GONE}


def _nip_of(row: Row) -> Nip | None:
    try:
        return parse_nip(row.values.get("nip"))
    except NipInvalid:
        return None  # the cell itself was held already


def _check_person(row: Row, nip: Nip | None, register: Register) -> None:
    _split_titles(row)
    if nip is None:
        return
    if nip.warnings():
        row.warn("nip", "age_implausible", age=nip.age_at_appointment)
    if nip.digits in register.elsewhere:
        row.hold("nip", "nip_other_agency")
    known, name = register.names.get(nip.digits), row.values.get("name")
    if known and name and quite_different(known, name):
        row.hold("name", "name_conflict", confirmable=True)
    born = row.values.get("birth_date")
    if born is not None and born != nip.born:
        row.warn("birth_date", "birth_date_differs", in_nip=_day(nip.born))
    said = row.values.get("sex")
    if said:
        sex = _SEXES.get(fold_name(said))
        if sex is None:
            row.warn("sex", "sex_unknown")
        elif sex != nip.sex:
            row.warn("sex", "sex_differs")
        row.values["sex"] = sex


def _split_titles(row: Row) -> None:
    """Titles inside the name go to where titles are kept, unless the list has columns of its own for them."""
    if "front_title" in row.values or "back_title" in row.values or not row.values.get("name"):
        return
    front, name, back = split_titles(row.values["name"])
    if front or back:
        row.values |= {"name": name, "front_title": front or None, "back_title": back or None}


def _check_employment(row: Row, nip: Nip | None) -> None:
    """The NIP tells a PNS from a PPPK without doubt; column and sheet add who is a CPNS and who works part-time."""
    word = row.values.get("employment")
    said = employment_of(word, row.sheet)
    if word and said is None:
        row.warn("employment", "employment_unknown", suggestions=("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu"))
    by_nip = None if nip is None else Employment(nip.kind)
    pppk = (said or by_nip) in (Employment.PPPK, Employment.PPPK_PART_TIME)
    if nip is not None and said is not None and (nip.kind == "pppk") is not pppk:
        if word and len(word.strip()) > 1:
            row.hold("nip", "employment_not_nip", kind=nip.kind.upper())
        said, pppk = None, nip.kind == "pppk"  # SIASN's one letter and the name of a sheet say less than a NIP
    row.values["employment"] = said
    row.values["kind"] = said or by_nip
    written = row.values.get("grade")
    if written:
        grade = grade_of(written, pppk=pppk)
        if grade is None:
            row.hold("grade", "grade_unknown")
        else:
            row.values["grade"] = grade


def _standing(row: Row) -> str | None:
    return standing_of(row.values.get("status"), row.values.get("status_code"))


def _check_status(row: Row) -> None:
    if not row.values.get("status") and not row.values.get("status_code"):
        return
    standing = _standing(row)
    if standing is None:
        row.hold("status", "status_unknown", suggestions=STANDING_NAMES)
        return
    row.values["status"] = standing
    if standing != "active":
        row.warn("status", "status_not_active", status=str(Status(standing).label))


def _check_schooling(row: Row) -> None:
    written = row.values.get("education")
    if written:
        level = schooling_of(written)
        if level is None:
            row.warn("education", "education_unknown")
        row.values["education"] = (level or written)[:20]


def _match_unit(row: Row, directory: Directory, *, new: bool) -> Unit | None:
    written = row.values.get("unit")
    if not written or not directory.by_path:
        return None  # new: without a list of units, those of the file are taken as they stand
    match = directory.units.find(written)
    by_code = directory.by_code.get(row.values.get("unit_code") or "")
    if by_code is not None and (by_code in match.items or not match.items):
        unit: Unit | None = by_code
    elif by_code is not None:
        row.hold(
            "unit",
            "unit_code_differs",
            by_code=directory.labels[by_code.pk],
            suggestions=_labels(directory, match.items),
        )
        return None
    else:
        unit = match.one or _below_named(match.items, row.values.get("unit_above"), directory)
    if new and not match.items and by_code is None:
        return None
    above = row.values.get("unit_above")
    if new and unit is not None and above and not _below_named([unit], above, directory):
        row.hold("unit", "unit_ambiguous", count=1, suggestions=_labels(directory, [unit]))
        return None
    if unit is None and match.items:
        row.hold("unit", "unit_ambiguous", count=len(match.items), suggestions=_labels(directory, match.items[:8]))
    elif unit is None:
        row.hold("unit", "unit_unknown", suggestions=directory.units.nearest(written))
    else:
        _taken_for(row, "unit", directory.labels[unit.pk], other_name=match.by_alias)
    return unit


def _below_named(units: Sequence[Unit], above: str | None, directory: Directory) -> Unit | None:
    """The only one of several units that lies below (or is) what the column of the unit above names."""
    if not above:
        return None
    tops = set(directory.units.find(above).items)
    fitting = [unit for unit in units if tops & {unit, *directory.ancestors(unit)}]
    return fitting[0] if len(fitting) == 1 else None


def _labels(directory: Directory, units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(directory.labels[unit.pk] for unit in units)


def _match_position(row: Row, directory: Directory, *, new: bool) -> Position | None:
    written = row.values.get("position")
    if not written or not directory.by_title:
        return None
    match = directory.positions.find(written)
    if new and not match.items:
        return None
    if match.one is None:
        row.hold("position", "position_unknown", suggestions=directory.positions.nearest(written))
        return None
    _taken_for(row, "position", match.one.title, other_name=match.by_alias)
    return match.one


def _taken_for(row: Row, field: str, name: str, *, other_name: bool) -> None:
    """Put the stored name in the row; say so when the file wrote another one, also when the check runs again."""
    written, taken = f"{field}_written", f"{field}_taken"
    if other_name:
        row.values |= {written: row.values[field], taken: name}
    elif row.values.get(taken) != name:  # somebody has chosen another one since
        row.values.pop(written, None)
    row.values[field] = name
    if written in row.values:
        row.warn(field, f"{field}_other_name", written=row.values[written])


def _check_days(row: Row, nip: Nip | None, position: Position | None, rules: RulesAt, on: date) -> None:
    since = row.values.get("position_since")
    if since is not None and since > on:
        row.hold("position_since", "position_not_begun", day=_day(since))
    end = row.values.get("contract_end")
    if end is not None and end <= on:
        row.warn("contract_end", "contract_over", day=_day(end))
    elif end is not None and end <= on + CONTRACT_SOON:
        row.warn("contract_end", "contract_ends", day=_day(end))
    if row.values.get("status") in _GONE:
        return
    try:
        retirement = retires_on(
            row.values.get("birth_date") or (nip.born if nip is not None else None), position, rules
        )
    except RuleNotInForce:
        return
    if retirement is not None and retirement <= on:
        row.warn("birth_date", "past_retirement", day=_day(retirement))
    elif nip is not None and not YOUNGEST <= (age := _age(nip.born, on)) <= OLDEST:
        row.warn("nip", "age_today", age=age)  # without a position nobody knows when somebody retires


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _day(day: date) -> str:
    """As exports write it; the words of a problem are kept without a language."""
    return f"{day:%d-%m-%Y}"
