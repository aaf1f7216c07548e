"""Twenty deciding officials, and the proposer twenty times, want one nomination: python -m tests.rooms.performance.race

Prints {"decided", "same", "failed", "naive", "plan"}: decisions that were written, those by the proposer, the names of
the refusals, and how many a way without the conditional update writes; and the same of twenty who agree to a plan or
send it back in one moment: {"steps", "failed", "naive"}. They share the process, for a database costs more than a race.
"""

import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

DECIDERS = 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    django.setup()
    from tests.rooms.performance.office import build_office
    from tests.rooms.performance.test_recognition import both_roles, nominated, propose
    from tests.rooms.planning.town import AT, DAY

    from renbina.accounts.models import User
    from renbina.foundation.actor import Actor, Grant, Role
    from renbina.foundation.models import AuditEvent
    from renbina.performance.actions import decide_award
    from renbina.performance.models import Recognition

    office = build_office(4)
    proposer = both_roles(office)
    award = propose(office, nominated(office), by=proposer)
    users = [User.objects.create(username=f"pemutus-{n}", display_name=f"Pemutus {n}") for n in range(DECIDERS)]
    grants = frozenset({Grant(Role.APPROVER_PYB)})
    actors = [Actor(user.pk, office.town.agency.pk, None, user.username, grants) for user in users]

    def decide(by: Actor) -> None:
        mine = Recognition.objects.select_related("employee").get(pk=award.pk)
        decide_award(award=mine, grant=True, reason="", on=DAY, by=by, at=AT)

    failed = together([each for pair in zip(actors, [proposer] * DECIDERS, strict=True) for each in pair], decide)
    decided = AuditEvent.objects.filter(verb="performance.decide_award").count()
    same = Recognition.objects.filter(pk=award.pk, decided_by_id=proposer.user_id).count()
    naive = without_care(award, users)
    plan = deciding_on_a_plan(office.town, actors)
    print(json.dumps({"decided": decided, "same": same, "failed": sorted(failed), "naive": naive, "plan": plan}))


def deciding_on_a_plan(town: Any, actors: Sequence[Any]) -> dict[str, Any]:
    """Half of them agree, half send back; then a way that looks and writes."""
    from tests.rooms.planning.test_decree import forward, version
    from tests.rooms.planning.town import AT

    from renbina.planning.actions import endorse_plan, send_back_plan
    from renbina.planning.models import Plan, PlanDecision

    run = version(town)
    forward(town, run)
    plan = Plan.objects.get(pk=town.plan.pk)

    def decide(row: Any) -> None:
        number, by = row
        take = {0: endorse_plan, 1: send_back_plan}[number % 2]
        take(plan=plan, seen=run.public_id, note="Bersama", by=by, at=AT)

    failed = together(list(enumerate(actors)), decide)
    steps = PlanDecision.objects.filter(plan=plan).exclude(step="propose").count()
    rows = Plan.objects.filter(pk=plan.pk)
    rows.update(status="proposed")
    start, written = threading.Barrier(len(actors), timeout=60), []

    def carelessly(row: Any) -> None:
        proposed = rows.filter(status="proposed").exists()
        start.wait()
        if proposed:
            rows.update(status="endorsed")
            written.append(row)

    together(list(actors), carelessly)
    return {"steps": steps, "failed": sorted(set(failed)), "refused": len(failed), "naive": len(written)}


def together(rows: Sequence[Any], work: Callable[[Any], None]) -> list[str]:
    """Everybody at once, as far as connections go; returns the names of what went wrong."""
    from django.db import connection

    failed: list[str] = []

    def one(row: Any) -> None:
        try:
            work(row)
        except Exception as error:
            failed.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(DECIDERS) as pool:
        list(pool.map(one, rows))
    return failed


def without_care(award: Any, users: Sequence[Any]) -> int:
    """Negative control: look, then write. All look before anybody writes, as happens under load."""
    from renbina.performance.models import Recognition

    rows = Recognition.objects.filter(pk=award.pk)
    rows.update(stage="proposed", decided_by=None)
    start = threading.Barrier(DECIDERS, timeout=60)
    written: list[int] = []

    def decide(user: Any) -> None:
        free = rows.filter(stage="proposed").exists()
        start.wait()
        if free:
            rows.update(stage="awarded", decided_by=user)
            written.append(user.pk)

    together(list(users), decide)
    return len(written)


if __name__ == "__main__":
    main()
