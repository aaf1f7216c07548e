from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "renbina.community"
    label = "community"
