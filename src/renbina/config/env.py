"""Reading the environment. A wrong value stops the start with a sentence that says what to set."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000;"
)


def reader() -> Env:
    """Variables start with RENBINA_."""
    return Env(prefix="RENBINA_")


def mode(env: Env) -> str:
    """development, test, demo or production; anything else is refused."""
    value: str = env.str("MODE", "development")
    if value not in {"development", "test", "demo", "production"}:
        raise ImproperlyConfigured(f"RENBINA_MODE is {value!r}; use one of development, test, demo, production.")
    return value


def address(env: Env) -> str:
    """https://... without a path; empty: letters carry no link."""
    value: str = env.str("ADDRESS", "")
    found = urlsplit(value)
    if value and (found.scheme not in {"http", "https"} or not found.netloc or found.path.strip("/")):
        raise ImproperlyConfigured(f"RENBINA_ADDRESS is {value!r}; write it like https://renbina.example.go.id.")
    return value


def secret(env: Env, name: str, *, required: bool, fallback: str) -> str:
    """A secret. Production has no fallback and no short secrets."""
    value: str = env.str(name, "")
    if value:
        if required and len(value) < 40:
            raise ImproperlyConfigured(f"RENBINA_{name} is shorter than 40 characters; make a longer random one.")
        return value
    if required:
        raise ImproperlyConfigured(f"RENBINA_{name} is missing; set it to 40 or more random characters.")
    return fallback


def day(env: Env, name: str) -> date | None:
    """An ISO day, or None where the variable is not set."""
    value: str = env.str(name, "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"RENBINA_{name} is {value!r}; write it like 2026-11-23.") from error


def hosts(env: Env, *, production: bool) -> list[str]:
    """Names under which the product answers."""
    try:
        value: list[str] = env.list("HOSTS", [] if production else ["localhost", "127.0.0.1", "[::1]"])
    except EnvError as error:  # pragma: no cover - environs words it well
        raise ImproperlyConfigured(str(error)) from error
    if production and (not value or "*" in value):
        raise ImproperlyConfigured("RENBINA_HOSTS must name the host names of this installation, without '*'.")
    return value


def database(env: Env, default_file: Path) -> dict[str, Any]:
    """Django's database settings from RENBINA_DATABASE: sqlite:///file or postgresql://user:password@host/name."""
    url: str = env.str("DATABASE", f"sqlite:///{default_file}")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        f"RENBINA_DATABASE starts with {parts.scheme!r}; use sqlite:///file or postgresql://user:password@host/name."
    )
