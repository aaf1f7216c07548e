"""The same city after its analyst has corrected the export: what the roster should have said."""

from dataclasses import replace

from binacity.records import City

ROSTER_DEFECTS = frozenset(
    {
        "nip_damaged",
        "nip_double",
        "birth_date_differs",
        "position_old_nomenclature",
        "position_misspelled",
        "unit_alias",
    }
)


def corrected(city: City) -> City:
    """Every person under the right NIP, birth date, position and unit; defects of other kinds stay."""
    people = tuple(
        replace(person, nip=person.true_nip, exported_position="", exported_unit="", exported_birth_date=None)
        for person in city.employees
    )
    return replace(
        city, employees=people, defects=tuple(each for each in city.defects if each.kind not in ROSTER_DEFECTS)
    )
