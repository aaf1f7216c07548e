"""All URLs. Each must stand in the authorisation matrix, or CI fails."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
