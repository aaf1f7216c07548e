"""Every personal column is declared: basis, retention, export, erasure."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

REGISTER = tomllib.loads((Path(__file__).parent / "privacy_register.toml").read_text(encoding="utf-8"))
OURS = "renbina."
# Models whose every plain column is about a person, and columns elsewhere that name or describe one.
TELLING = (
    "name",
    "nip",
    "label",
    "username",
    "email",
    "birth",
    "sex",
    "title",
    "reason",
    "note",
    "uploaded_by",
    "applied_by",
    "undone_by",
    "told_by",
    "images",
    "cells",
    "changes",
    "problems",
    "requested_by",
)
FIELDS = {"basis", "retention", "export", "erase"}


def about_people(model: type[models.Model]) -> bool:
    """A model is personal when it is, or points to, an employee or a user."""
    label = model._meta.label
    if label in {"organisation.Employee", "accounts.User"}:
        return True
    targets = {
        field.remote_field.model._meta.label
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    }
    return bool(
        targets & {"organisation.Employee", "accounts.User", "delivery.Registration", "performance.CoachingPlan"}
    )


def personal_columns() -> set[str]:
    columns = set()
    for model in apps.get_models():
        if not model.__module__.startswith(OURS):
            continue
        for field in model._meta.local_fields:
            plain = not isinstance(field, models.ForeignKey) and not field.primary_key and field.name != "public_id"
            telling = model._meta.app_label == "foundation" and any(word in field.name for word in TELLING)
            if plain and (about_people(model) or telling):
                columns.add(f"{model._meta.label}.{field.name}")
    return columns


def test_every_personal_column_is_declared_and_no_declaration_is_stale() -> None:
    declared = set(REGISTER["columns"])
    assert personal_columns() - declared == set(), "not declared"
    assert declared - personal_columns() == set(), "declared but gone"


def test_every_declaration_is_complete() -> None:
    groups = REGISTER["groups"]
    incomplete = {name for name, group in groups.items() if set(group) != FIELDS}
    assert incomplete == set()
    assert set(REGISTER["columns"].values()) <= set(groups)
