from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "renbina.voice"
    label = "voice"
