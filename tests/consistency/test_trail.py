"""Nothing is written past the audit trail: rooms write in their `actions` only, and every action is one.

That an action leaves exactly one line of its own is kept by `foundation.action` itself, each time it runs.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator

import pytest
from tests.consistency.test_house import ORDER, SHELL

from renbina.foundation.action import registered_actions

WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete",
}  # fmt: skip
TOOLKITS = {"ui", "foundation", "config"}  # the trail itself, the queue and the demonstration's own loader
# An answer without a name leaves no line that could lead to who gave it (ADR 0009).
NAMELESS = {"surveys.answer_anonymously"}


def writes_of(source: str) -> Iterator[tuple[int, str]]:
    """(line, call) of what looks like a write through the ORM: `….save(…)`, `….objects….update(…)` and the like."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        if name in WRITES or (name == "update" and (".objects" in owner or ".filter(" in owner)):
            yield node.lineno, f"{owner}.{name}"


def test_rooms_write_in_their_actions_only() -> None:
    wrong = []
    for module in SHELL.rglob("*.py"):
        parts = module.relative_to(SHELL).parts
        drawer = parts[1].removesuffix(".py") if len(parts) > 1 else ""
        if parts[0] in TOOLKITS or drawer in {"actions", "store", "migrations", "management"}:
            continue
        wrong += [
            f"{module.relative_to(SHELL)}:{line} {call}" for line, call in writes_of(module.read_text(encoding="utf-8"))
        ]
    assert wrong == []


@pytest.mark.parametrize("room", [room for room in ORDER if room not in TOOLKITS])
def test_every_write_of_a_room_is_an_action_with_its_audit_line(room: str) -> None:
    if not (SHELL / room / "actions.py").exists() and not (SHELL / room / "actions").exists():
        return
    drawer = importlib.import_module(f"renbina.{room}.actions")
    offered = {
        f"{room}.{name}": value
        for name, value in vars(drawer).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__.startswith(drawer.__name__)
    }
    # What is no action itself (it goes through agencies or classes as the day begins) writes nothing itself.
    loose = set(offered) - set(registered_actions()) - NAMELESS
    assert [verb for verb in sorted(loose) if list(writes_of(inspect.getsource(offered[verb])))] == []


def test_a_write_past_the_trail_would_be_found() -> None:
    """Negative control."""
    assert [call for _line, call in writes_of("def view(r):\n    Plan.objects.filter(pk=1).update(name='x')")]
    assert [call for _line, call in writes_of("plan.save()")] == ["plan.save"]
    assert list(writes_of("context.update(x=1)")) == []
