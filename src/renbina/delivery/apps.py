from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "renbina.delivery"
    label = "delivery"
