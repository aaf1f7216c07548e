"""System checks: an installation in use does not start with settings that only suit a demonstration."""

from collections.abc import Sequence
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

_FALLBACK: Final = "only-for-development-"
_LOOSE: Final = ("'unsafe-inline'", "'unsafe-eval'", "*")


@register(Tags.security)
def unsafe_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Errors where real data would be at risk. Development, tests and the demonstration may be loose."""
    if settings.RENBINA_MODE != "production":
        return []
    return [*_keys(), *_exposure(), *database_checks(settings.DATABASES["default"])]


def refuse_unsafe() -> None:
    """Stops every process of an unsafe installation at its start, web servers included; they run no system checks."""
    errors = [message for message in unsafe_settings(None) if message.level >= checks.ERROR]
    if errors:
        raise ImproperlyConfigured("\n".join(f"{error.id}: {error.msg} {error.hint}" for error in errors))


@register()
def registries(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The lists composed in `config` can be read and name what they must."""
    found: list[CheckMessage] = []
    for name in ("RENBINA_JOBS", "RENBINA_IMPORTS", "RENBINA_SUBSCRIPTIONS"):
        try:
            import_string(getattr(settings, name))
        except ImportError as error:
            found.append(Error(f"{name} cannot be loaded: {error}", hint="See the list in config.", id="renbina.E010"))
    return found


def _keys() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name, identifier in (("SECRET_KEY", "renbina.E001"), ("RENBINA_AUDIT_KEY", "renbina.E002")):
        value = str(getattr(settings, name))
        if value.startswith(_FALLBACK) or len(value) < 40:
            variable = name if name.startswith("RENBINA_") else f"RENBINA_{name}"
            found.append(
                Error(
                    f"{name} is a fallback or shorter than 40 characters.",
                    hint=f"Set {variable} to 40 or more random characters and keep it outside the database.",
                    id=identifier,
                )
            )
    if settings.SECRET_KEY == settings.RENBINA_AUDIT_KEY:
        hint = "Draw a second random key: who can forge a session must not be able to forge the audit record."
        found.append(Error("SECRET_KEY and RENBINA_AUDIT_KEY are the same.", hint=hint, id="renbina.E003"))
    return found


def _exposure() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.DEBUG:
        hint = "Unset RENBINA_DEBUG; error pages would show data and settings to anybody."
        found.append(Error("DEBUG is on.", hint=hint, id="renbina.E004"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        hint = "Set RENBINA_HOSTS to the names under which this installation is reached."
        found.append(Error("ALLOWED_HOSTS is empty or open to any name.", hint=hint, id="renbina.E005"))
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        hint = "Keep SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE on; serve the product over HTTPS."
        found.append(Error("Cookies may travel unencrypted.", hint=hint, id="renbina.E006"))
    if settings.RENBINA_FROZEN_ON is not None:
        hint = "Unset RENBINA_FROZEN_ON; it is for the demonstration only."
        found.append(Error("The clock stands still.", hint=hint, id="renbina.E007"))
    policy: dict[str, Any] = settings.CONTENT_SECURITY_POLICY
    directives: dict[str, list[Any]] = policy["DIRECTIVES"]
    if any(str(source) in _LOOSE for sources in directives.values() for source in sources):
        hint = "Remove unsafe-inline, unsafe-eval and * from CONTENT_SECURITY_POLICY."
        found.append(Error("The content security policy is loose.", hint=hint, id="renbina.E008"))
    return found


def database_checks(database: dict[str, Any]) -> list[CheckMessage]:
    """What one entry of DATABASES must look like with real data in it."""
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    safe = options.get("transaction_mode") == "IMMEDIATE" and "journal_mode=WAL" in options.get("init_command", "")
    if not safe:
        hint = "Use transaction_mode IMMEDIATE and journal_mode=WAL, or PostgreSQL."
        return [Error("SQLite is not set up for several writers.", hint=hint, id="renbina.E009")]
    hint = "SQLite suits one machine and a small agency; set RENBINA_DATABASE to PostgreSQL beyond that."
    return [checks.Warning("Real data are kept in SQLite.", hint=hint, id="renbina.W001")]
