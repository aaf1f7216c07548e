"""The menu, composed of the rooms that work and that the actor may open."""

from django.http import HttpRequest


def navigation_for(request: HttpRequest) -> list[dict[str, object]]:
    """Entries {label, url, active} in the order of the year."""
    return []
