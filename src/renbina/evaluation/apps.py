from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "renbina.evaluation"
    label = "evaluation"
