from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "renbina.accounts"
    label = "accounts"
