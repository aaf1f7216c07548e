from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "renbina.foundation"
    label = "foundation"

    def ready(self) -> None:
        from renbina.foundation import checks  # registers the system checks; models are loaded now

        checks.refuse_unsafe()
