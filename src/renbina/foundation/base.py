"""The base of every model that a URL, an API answer or a file name may name."""

import secrets
from typing import Final

from django.db import models

_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like something else on paper
_LENGTH: Final = 14  # 31**14 > 2**69
_NAMES: Final = len(_ALPHABET) ** _LENGTH


def new_public_id() -> str:
    """A random name for one row, safe in URLs and file names; never a counter, never a NIP."""
    number, letters = secrets.randbelow(_NAMES), ""  # one draw: an import of 100,000 rows asks for as many names
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[rest]
    return letters


class PublicModel(models.Model):
    """A row with a bigint key inside and a random `public_id` outside."""

    public_id = models.CharField(max_length=_LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class DatedModel(models.Model):
    """A fact that holds on the half-open interval valid_from <= day < valid_to (None: still holds)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def holds_on(on: object, prefix: str = "") -> models.Q:
    """The filter for dated rows that hold on a day: `Placement.objects.filter(holds_on(day))`."""
    starts = models.Q(**{f"{prefix}valid_from__lte": on})
    ends = models.Q(**{f"{prefix}valid_to__isnull": True}) | models.Q(**{f"{prefix}valid_to__gt": on})
    return starts & ends


def interval_constraint(name: str) -> models.CheckConstraint:
    """An interval is never empty or backwards; the database says so too."""
    return models.CheckConstraint(
        name=name, condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from"))
    )
