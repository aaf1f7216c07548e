"""What a page may want to see at once: a person's gaps at any day, computed and not stored."""

from datetime import date

from binacore.gaps import Gap, gaps_of
from renbina.competency.gather import gap_material
from renbina.foundation.actor import Actor
from renbina.organisation.access import visible_employees
from renbina.rulebook.queries import rulebook_for


def gaps_at(actor: Actor, employee_id: int, *, on: date, today: date) -> list[Gap]:
    """Gaps of a visible person on the day `on`; empty for somebody out of the actor's sight."""
    employee = visible_employees(actor, today).filter(pk=employee_id).select_related("agency").first()
    if employee is None:
        return []
    material = gap_material(employee.agency_id, on, employee_ids=(employee.pk,))
    return gaps_of(material.requirements, material.assessments, on, rulebook_for(employee.agency))
