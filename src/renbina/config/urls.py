"""All URLs. Each must stand in the authorisation matrix, or CI fails."""

from django.urls import URLPattern, URLResolver, include, path

from renbina.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("renbina.accounts.urls")),
    path("", include("renbina.dashboards.urls")),
    path("", include("renbina.delivery.urls")),
    path("evaluasi/", include("renbina.evaluation.urls")),
    path("", include("renbina.foundation.urls")),
    path("", include("renbina.needs.urls")),
    path("", include("renbina.organisation.urls")),
    path("", include("renbina.publication.urls")),
    path("", include("renbina.rulebook.urls")),
    path("", include("renbina.surveys.urls")),
    path("berbagi/", include("renbina.community.urls")),
    path("healthz", health.alive, name="healthz"),
    path("kinerja/", include("renbina.performance.urls")),
    path("kompetensi/", include("renbina.competency.urls")),
    path("program/", include("renbina.catalogue.urls")),
    path("readyz", health.ready, name="readyz"),
    path("rencana/", include("renbina.planning.urls")),
    path("suara/", include("renbina.voice.urls")),
    path("ui/", include("renbina.ui.urls")),
]
