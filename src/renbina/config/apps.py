from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "renbina.config"
    label = "config"
