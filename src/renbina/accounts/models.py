"""The login. It knows nothing of the organisation: the employee has the key to its user, never the reverse."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from renbina.foundation.base import PublicModel


class User(PublicModel, AbstractUser):
    """A person who can log in."""

    display_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username
