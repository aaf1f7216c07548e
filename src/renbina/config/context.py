"""What every page shows around its content: agency, menu, person, theme."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from renbina.config.navigation import navigation_for
from renbina.organisation.queries import agency_name


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page. Rooms that are not built are not in the menu."""
    actor = getattr(request, "actor", None)
    label = actor.label if actor is not None and actor.user_id else ""
    return {
        "site": {
            "agency_name": agency_name(actor) if actor is not None else "",
            "demo_band": settings.RENBINA_MODE == "demo",
            "navigation": navigation_for(request),
            "user_label": label,
            "user_initials": "".join(part[0] for part in label.split()[:2]).upper(),
            "looking": getattr(request, "looking", ""),
            "looking_stop_url": reverse("organisation:look-stop"),
            "results_url": reverse("publication:results"),  # lower rooms may not name it; their citizens look for it
            "theme": "dark" if request.COOKIES.get("renbina_theme") == "dark" else "light",
            "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
            "languages": settings.LANGUAGES,
        }
    }
