from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "renbina.performance"
    label = "performance"
