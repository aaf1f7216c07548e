"""The house stays as drawn: contracts current, rooms documented, references in the order of the year."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "src" / "renbina"
ORDER = [
    "ui", "foundation", "accounts", "organisation", "rulebook", "records", "surveys", "competency", "catalogue",
    "needs", "planning", "delivery", "performance", "voice", "community", "evaluation", "dashboards",
    "publication", "oversight", "config",
]  # fmt: skip
SIBLINGS = [{"performance", "voice", "community"}, {"dashboards", "publication"}]
EVERYBODY_MAY_NAME = {"account", "ui"}  # allauth's URL names and the toolkit


def may_use(user: str, used: str) -> bool:
    """True when room `user` may name something of room `used`."""
    if user == used or used not in ORDER:
        return True
    if any({user, used} <= group for group in SIBLINGS):
        return False
    return ORDER.index(used) < ORDER.index(user)


def test_the_contracts_file_is_what_the_generator_writes() -> None:
    done = subprocess.run([sys.executable, "tools/contracts.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("room", ORDER)
def test_every_room_stands_and_says_what_it_is(room: str) -> None:
    assert (SHELL / room / "README.md").exists(), f"{room} has no README.md"
    assert room in (ROOT / "ROOMS.md").read_text(encoding="utf-8")


def test_string_foreign_keys_obey_the_order_of_rooms() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and room in ORDER:
                used = field.remote_field.model._meta.app_label
                if not may_use(room, used):
                    wrong.append(f"{model.__name__}.{field.name} -> {used}")
    assert wrong == []


def test_template_includes_and_url_reversals_obey_the_order_of_rooms() -> None:
    wrong = []
    naming = re.compile(r"""{%\s*(?:extends|include|url)\s+["']([\w-]+)[/:]""")
    for template in SHELL.rglob("*.html"):
        room = template.relative_to(SHELL).parts[0]
        wrong += [
            f"{template.relative_to(SHELL)} names {used}"
            for used in naming.findall(template.read_text(encoding="utf-8"))
            if used not in EVERYBODY_MAY_NAME and not may_use(room, used)
        ]
    assert wrong == []


def test_python_url_reversals_obey_the_order_of_rooms() -> None:
    wrong = []
    naming = re.compile(r"""(?:reverse|reverse_lazy|redirect)\(\s*["']([\w-]+):""")
    for module in SHELL.rglob("*.py"):
        room = module.relative_to(SHELL).parts[0]
        wrong += [
            f"{module.relative_to(SHELL)} names {used}"
            for used in naming.findall(module.read_text(encoding="utf-8"))
            if not may_use(room, used)
        ]
    assert wrong == []


def test_no_room_has_a_drawer_that_says_nothing() -> None:
    nothing = {"utils", "helpers", "services", "signals", "managers", "misc", "common"}
    found = [path for path in SHELL.rglob("*.py") if path.stem in nothing or path.parent.name in nothing]
    assert found == []


def test_templates_carry_no_inline_style_script_or_handler() -> None:
    inline = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)
    found = [
        f"{path.relative_to(SHELL)}: {match.group(0)[:60]}"
        for path in SHELL.rglob("*.html")
        if (match := inline.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_model_name_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [m.__name__ for m in apps.get_models() if m._meta.app_label in ORDER and m.__name__ not in glossary]
    assert missing == []


def test_every_text_of_the_interface_is_in_the_catalogue_and_translated() -> None:
    done = subprocess.run([sys.executable, "tools/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:4000]


def test_the_repository_names_no_registry_and_no_machine_path() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    banned = re.compile(r"registry\.npmjs|files\.pythonhosted|/root/|/home/[a-z]+/|/work/(main|shared)")
    found = []
    for name in files:
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".txt", ".json", ".html", ".mjs", ".yml", ".yaml", ""}
            and path.is_file()
        ):
            if path == Path(__file__).resolve():
                continue
            if match := banned.search(path.read_text(encoding="utf-8", errors="ignore")):
                found.append(f"{name}: {match.group(0)}")
    assert found == []


# Second lines that a file does not need: what they say stands in a column of the same file.
SAID_ELSEWHERE = {
    ("dashboards/tables.py", "name"),  # the list of employees is written by a table of its own
    ("dashboards/tables.py", "position_title"),
    ("ui/gallery.py", "name"),  # samples
    ("voice/tables.py", "received_on"),  # how many days ago that day was
}


def test_what_stands_on_the_second_line_of_a_table_is_not_lost_in_its_file() -> None:
    lost = set()
    for path in SHELL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Column":
                given = {each.arg: each.value for each in node.keywords}
                export = given.get("export")
                written = not (isinstance(export, ast.Constant) and export.value is False)
                if "note" in given and "note_label" not in given and written:
                    key = node.args[0]
                    assert isinstance(key, ast.Constant)
                    lost.add((path.relative_to(SHELL).as_posix(), key.value))
    assert lost == SAID_ELSEWHERE, "give the column a note_label"
