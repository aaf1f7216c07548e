from __future__ import annotations

from django.urls import path

from renbina.ui import views

app_name = "ui"
urlpatterns = [
    path("bahasa/", views.choose_language, name="language"),
    path("tampilan/", views.choose_theme, name="theme"),
    path("galeri/", views.gallery, name="gallery"),
]
