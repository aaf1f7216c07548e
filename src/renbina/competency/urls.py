"""Pages of competency, under /kompetensi/."""

from django.urls import URLPattern

app_name = "competency"
urlpatterns: list[URLPattern] = []
