from django.apps import AppConfig


class CompetencyConfig(AppConfig):
    name = "renbina.competency"
    label = "competency"
