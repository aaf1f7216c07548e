from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "renbina.surveys"
    label = "surveys"
