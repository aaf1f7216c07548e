"""The gallery's own address book, and a made-up frame around its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path

urlpatterns = [path("ui/", include("renbina.ui.urls"))]


def site(request: HttpRequest) -> dict[str, Any]:
    labels = ("Rencana", "Kebutuhan", "Program", "Pegawai")
    return {
        "site": {
            "agency_name": "BKPSDM Kota Lembah Arai", "demo_band": True,
            "user_label": "Rina Analis", "user_initials": "RA",
            "navigation": [{"label": label, "url": "#", "active": label == "Rencana"} for label in labels],
            "theme": "dark" if request.COOKIES.get("renbina_theme") == "dark" else "light",
        }
    }  # fmt: skip
