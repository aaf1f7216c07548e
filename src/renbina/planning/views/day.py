"""The civil day of a request in its agency."""

from datetime import date
from zoneinfo import ZoneInfo

from renbina.foundation.http import Request
from renbina.organisation.models import Agency


def day_of(request: Request, agency: Agency) -> date:
    """The day on which people and their posts are looked at."""
    return request.at.astimezone(ZoneInfo(agency.timezone)).date()
