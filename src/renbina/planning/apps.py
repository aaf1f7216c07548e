from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "renbina.planning"
    label = "planning"
