from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "renbina.ui"
    label = "ui"
