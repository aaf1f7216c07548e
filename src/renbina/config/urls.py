"""All URLs. Each must stand in the authorisation matrix, or CI fails."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("renbina.accounts.urls")),
    path("", include("renbina.foundation.urls")),
    path("", include("renbina.dashboards.urls")),
    path("", include("renbina.publication.urls")),
]
