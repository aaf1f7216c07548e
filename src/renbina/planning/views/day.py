"""The civil day of a page in its agency."""

from datetime import date

from renbina.foundation.clock import today
from renbina.organisation.models import Agency


def day_of(agency: Agency) -> date:
    """The day on which people and their posts are looked at."""
    return today(agency.timezone)
