from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "renbina.oversight"
    label = "oversight"
