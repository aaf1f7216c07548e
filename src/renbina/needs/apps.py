from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "renbina.needs"
    label = "needs"
