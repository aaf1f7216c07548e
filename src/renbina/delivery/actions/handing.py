"""Classes of a trainer of ours who leaves, given to another."""

from datetime import datetime

from renbina.delivery.access import MANAGE, require
from renbina.delivery.enums import BatchState
from renbina.delivery.models import Batch
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee


@action
def hand_classes(*, trainer: Employee, successor: Employee, by: Actor, at: datetime) -> int:
    """The successor gives the open classes of a trainer and may note attendance; returns how many.

    The name on the invitation follows. Closed and cancelled classes keep who gave them.
    """
    require(by, MANAGE)
    classes = Batch.objects.filter(agency_id=own_agency(by), trainer_employee=trainer, state=BatchState.OPEN)
    names = list(classes.order_by("pk").values_list("public_id", flat=True))
    classes.update(trainer_employee=successor, trainer=successor.full_name)
    record(obj=trainer, new={"classes": names, "successor": successor.public_id})
    return len(names)
