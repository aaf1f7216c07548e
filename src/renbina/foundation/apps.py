from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "renbina.foundation"
    label = "foundation"
