from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "renbina.publication"
    label = "publication"
