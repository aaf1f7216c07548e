"""Who tells performance what citizens praised: voice, by service, since names in citizens' words are masked."""

from datetime import date

from renbina.organisation.models import Unit
from renbina.performance.queries import Praise
from renbina.voice.enums import State, Theme
from renbina.voice.models import Feedback


def praise_told(agency_id: int, path: str, on: date) -> Praise | None:
    """Praise read and answered in the last twelve months at the nearest unit at or above a path with a service."""
    above = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
    served = Unit.objects.filter(agency_id=agency_id, path__in=above, services__isnull=False)
    unit = served.order_by("-depth").first()
    if unit is None:
        return None
    since = on.replace(year=on.year - 1, day=min(on.day, 28))
    rows = Feedback.objects.filter(
        service__unit=unit, theme=Theme.PRAISE, state__in=(State.ANSWERED, State.CLOSED), received_on__gte=since
    )
    count = rows.count()
    return Praise(unit.short_name, count, since) if count else None
