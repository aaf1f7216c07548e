"""The only way to write: `@action`.

An action takes keyword arguments only, `by` (an Actor) and `at` (an aware datetime) among them, runs in one transaction
and writes exactly one audit line of its own with `record(...)`. Actions may call actions; each writes its own line.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model

from renbina.foundation import chain
from renbina.foundation.actor import Actor, StandIn
from renbina.foundation.errors import Forbidden
from renbina.foundation.models import AuditEvent

P = ParamSpec("P")
R = TypeVar("R")


class ActionMisused(Exception):
    """A programming error: the declaration or the call of an action breaks the rules above."""


@dataclass(slots=True)
class _Frame:
    verb: str
    by: Actor
    at: datetime
    lines: int = 0


_REGISTRY: Final[dict[str, Callable[..., Any]]] = {}
_frames: ContextVar[tuple[_Frame, ...]] = ContextVar("renbina_actions", default=())


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Declare a write. Its verb in the audit record is `<room>.<function name>`."""
    verb = _verb(function)
    _check_signature(function, verb)

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by, at = kwargs.get("by"), kwargs.get("at")
        if not isinstance(by, Actor):
            raise ActionMisused(f"{verb}: `by` must be an Actor.")
        if by.previews:
            raise Forbidden
        if not isinstance(at, datetime) or at.tzinfo is None:
            raise ActionMisused(f"{verb}: `at` must be a datetime with a time zone.")
        frame = _Frame(verb, by, at)
        token = _frames.set((*_frames.get(), frame))
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if frame.lines != 1:
                    raise ActionMisused(f"{verb} wrote {frame.lines} audit lines of its own; exactly one is due.")
                return result
        finally:
            _frames.reset(token)

    _register(verb, run)
    return run


def record(*, obj: Model | None = None, old: Any = None, new: Any = None, behalf: StandIn | None = None) -> AuditEvent:
    """Write the audit line of the running action: ids and values that changed, never contents or secrets.

    `behalf` names the absent official by whose right it was done (`by.behalf_for(...)`); the line names both.
    """
    frames = _frames.get()
    if not frames:
        raise ActionMisused("record() was called outside an action.")
    frame = frames[-1]
    frame.lines += 1
    return chain.append(
        verb=frame.verb,
        by=frame.by,
        at=frame.at,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(getattr(obj, "public_id", obj.pk)) if obj is not None else "",
        old=old,
        new=new,
        behalf=behalf,
    )


def registered_actions() -> Mapping[str, Callable[..., Any]]:
    """Every action imported so far, by verb."""
    return MappingProxyType(_REGISTRY)


def _verb(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    room = parts[1] if parts[0] == "renbina" and len(parts) > 1 else parts[-1]
    return f"{room}.{function.__name__}"


def _check_signature(function: Callable[..., Any], verb: str) -> None:
    parameters = inspect.signature(function).parameters
    for name in ("by", "at"):
        if name not in parameters:
            raise ActionMisused(f"{verb} lacks the keyword argument `{name}`.")
        if parameters[name].default is not inspect.Parameter.empty:
            raise ActionMisused(f"{verb}: `{name}` has no default; the caller says who and when.")
    loose = [p.name for p in parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if loose:
        raise ActionMisused(f"{verb}: {', '.join(loose)} must be keyword-only (put `*` first).")


def _register(verb: str, run: Callable[..., Any]) -> None:
    known = _REGISTRY.get(verb)
    if known is not None and known.__module__ != run.__module__:
        raise ActionMisused(f"{verb} is declared in {known.__module__} and in {run.__module__}; names must differ.")
    _REGISTRY[verb] = run
