from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "renbina.rulebook"
    label = "rulebook"
