from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "renbina.records"
    label = "records"
