from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "renbina.dashboards"
    label = "dashboards"
