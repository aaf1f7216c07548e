"""The seal over a computed version: one digest of rows, classes and seats, to show later that nothing was changed."""

import hashlib

from renbina.planning.models import Assignment, OpenedOffer, PlanRow, Run

_ROW = ("title", "kind", "month_from", "month_to", "participants", "batches", "amount", "fund__key")


def seal_of(run: Run) -> str:
    """SHA-256 in hexadecimal; three queries. Other activities of the plan are no part of a run and not sealed."""
    seal = hashlib.sha256()
    rows = PlanRow.objects.filter(run=run).order_by("programme__code", "pk").values_list("programme__code", *_ROW)
    opened = OpenedOffer.objects.filter(run=run).order_by("offer__public_id")
    seats = Assignment.objects.filter(run=run).order_by("employee__public_id", "offer__public_id")
    for part in (
        rows,
        opened.values_list("offer__public_id", "batches", "people", "cost"),
        seats.values_list("employee__public_id", "offer__public_id", "mandatory", "cost"),
    ):
        for line in part.iterator():
            seal.update(repr(line).encode())
        seal.update(b"\n")
    return seal.hexdigest()
