"""Collects every text of the interface into locale/id/LC_MESSAGES/django.po; needs no gettext programs.

python tools/messages.py            renew the catalogue, keeping translations
python tools/messages.py --merge A.po B.po   ... and take missing translations from these files
python tools/messages.py --check    fail when a text is missing from the catalogue or has no translation
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "renbina"
TARGET = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CHANGING_HEADER = re.compile(  # lines that would differ at every run
    r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):[^\n]*\n'
)
CALL = re.compile(r"\b(_|n?p?gettext(?:_noop|_lazy)?)\(")

Message = tuple[str | None, str | tuple[str, str]]  # context, msgid


def from_python(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield from _message(name, node)


def _message(name: str, node: ast.Call) -> Iterator[Message]:
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
    if name in SINGULAR and texts and isinstance(texts[0], str):
        yield None, texts[0]
    elif name in PLURAL and len(texts) >= 2 and isinstance(texts[0], str) and isinstance(texts[1], str):
        yield None, (texts[0], texts[1])
    elif name in CONTEXT and len(texts) >= 2 and isinstance(texts[0], str) and isinstance(texts[1], str):
        yield texts[0], texts[1]


def from_template(text: str, origin: str) -> Iterator[Message]:
    """Django turns a template into calls of gettext between blanks; each call is read as Python."""
    from django.utils.translation.template import templatize

    code = templatize(text, origin=origin)
    for found in CALL.finditer(code):
        call = _balanced(code, found.start())
        node = ast.parse(call, mode="eval").body
        if isinstance(node, ast.Call):
            yield from _message(found.group(1), node)


def _balanced(code: str, start: int) -> str:
    for end in range(start + 1, min(len(code), start + 5000)):
        if code[end] == ")":
            candidate = code[start : end + 1]
            try:
                ast.parse(candidate, mode="eval")
            except SyntaxError:
                continue
            return candidate
    raise ValueError(f"a translation call without end: {code[start : start + 80]!r}")


def collect() -> Catalog:
    """Every text in a fixed order, with the files it stands in."""
    catalog = Catalog(
        locale="id",
        domain="django",
        project="Renbina",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Renbina, Bahasa Indonesia",
    )
    catalog._num_plurals, catalog._plural_expr = 1, "0"  # Indonesian has one form; Babel's table does not know it
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if "migrations" in path.parts or "build" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        messages = from_python(text) if path.suffix == ".py" else from_template(text, str(path))
        for context, msgid in messages:
            if msgid:
                catalog.add(msgid, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return catalog


def translations(files: list[Path]) -> dict[tuple[str | None, str], str | tuple[str, ...]]:
    """Translations by context and first msgid; earlier files win."""
    known: dict[tuple[str | None, str], str | tuple[str, ...]] = {}
    for file in files:
        if not file.exists():
            continue
        with file.open("rb") as stream:
            for message in read_po(stream, locale="id", charset="utf-8"):
                first = message.id if isinstance(message.id, str) else (message.id[0] if message.id else "")
                value = message.string
                filled = value if isinstance(value, str) else "".join(value)
                if first and filled:
                    known.setdefault((message.context, first), value)
    return known


def missing(catalog: Catalog, known: dict[tuple[str | None, str], str | tuple[str, ...]]) -> list[str]:
    """First msgids without a translation."""
    lost = []
    for message in catalog:
        first = message.id if isinstance(message.id, str) else message.id[0]
        if first and (message.context, first) not in known:
            lost.append(first)
    return lost


def fill(catalog: Catalog, known: dict[tuple[str | None, str], str | tuple[str, ...]]) -> None:
    for message in catalog:
        plural = not isinstance(message.id, str)
        first = message.id[0] if plural else message.id
        value = known.get((message.context, first))
        if first and value:
            single = value if isinstance(value, str) else value[0]
            message.string = (single,) if plural else single


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--merge", nargs="*", type=Path, default=[])
    arguments = parser.parse_args()
    catalog = collect()
    known = translations([TARGET, *arguments.merge])
    lost = missing(catalog, known)
    if not arguments.check:
        fill(catalog, known)
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        with TARGET.open("wb") as stream:
            write_po(stream, catalog, width=120, sort_output=True, include_lineno=False)
        text = TARGET.read_text(encoding="utf-8")
        TARGET.write_text(CHANGING_HEADER.sub("", text), encoding="utf-8")
    for text in lost:
        print(f"not translated: {text!r}", file=sys.stderr)
    return 1 if arguments.check and lost else 0


if __name__ == "__main__":
    sys.exit(main())
