"""Studies of what is coming."""

from django.db.models import QuerySet

from renbina.foundation.actor import Actor
from renbina.needs.access import visible_studies
from renbina.needs.models import Study


def studies(actor: Actor, year: int | None = None) -> QuerySet[Study]:
    """For a table that pages in the database. Raises Forbidden."""
    found = visible_studies(actor).select_related("unit", "competency")
    return found if year is None else found.filter(year=year)


def people_by_study(actor: Actor, year: int) -> dict[tuple[str, int], int]:
    """(unit path or "" for the whole agency, competency key) -> people whose work changes; one query."""
    found: dict[tuple[str, int], int] = {}
    for path, competency, people in (
        visible_studies(actor).filter(year=year).values_list("unit__path", "competency_id", "people")
    ):
        key = (path or "", competency)
        found[key] = max(found.get(key, 0), people)
    return found
