from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "renbina.organisation"
    label = "organisation"
