from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "renbina.catalogue"
    label = "catalogue"
