"""Official documents: a Typst template and plain data become a tagged PDF (PDF/UA-1).

Templates are `<room>/documents/<name>.typ` among the template folders and may import "kit.typ" (ui/documents/kit.typ)
and read "data.json". Nothing is read from disk by the template itself: all its files are handed over as bytes, so
text that people typed can never name a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.utils import get_app_template_dirs
from django.utils.functional import Promise

from renbina.ui import formats, shapes

KIT = ("kit.typ", "kit_charts.typ")
FONTS = Path(__file__).parent / "static" / "ui" / "build" / "fonts"
# Without a given moment the file says this one, so that the same data give the same bytes.
FIXED_AT = datetime(2000, 1, 1, tzinfo=UTC)


class DocumentNotMade(Exception):
    """The template and its data do not fit together; the message says where."""


def pdf_bytes(
    template_name: str, data: Mapping[str, Any], *, language: str | None = None, at: datetime | None = None
) -> bytes:
    """Typeset one document.

    data: JSON-like; must hold `title`; `language` is added. Numbers and dates arrive as finished words.
    at: the moment written into the file.
    """
    import typst  # heavy: only processes that make documents load it

    code = formats.language_code(language)
    files = {
        "main.typ": _source(template_name),
        **{name: _source(f"ui/documents/{name}") for name in KIT},
        "data.json": json.dumps({**data, "language": code}, default=_plain, ensure_ascii=False).encode(),
    }
    try:
        made = typst.compile(
            files,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=_fonts(),
            timestamp=at or FIXED_AT,
        )
    except typst.TypstError as error:
        raise DocumentNotMade(f"{template_name}: {error.message} {' '.join(error.hints)}".strip()) from error
    return bytes(made)


def warm_up() -> None:
    """Make a first document for nobody, so that the first real one need not wait for typesetter, fonts and kit.

    Never before a process forks: the typesetter has threads of its own.
    """
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
    pdf_bytes("ui/documents/warm.typ", {"title": "Renbina", "drawing": drawing})


def level_data(name: str, level: shapes.Level) -> dict[str, Any]:
    """A level for the kit's `level-row` and `level-strip`."""
    return {
        "name": name, "held": level.held, "planned": level.planned, "required": level.required, "words": level.spoken,
    }  # fmt: skip


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Our typeface where the assets are built, else the faces inside Typst; never the machine's own fonts."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)] if FONTS.is_dir() else [])


def _source(template_name: str) -> bytes:
    for folder in get_app_template_dirs("templates"):
        path = Path(folder) / template_name
        if path.is_file():
            return path.read_bytes()
    raise TemplateDoesNotExist(template_name)


def _plain(value: object) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{value!r} is not plain data: turn it into words with renbina.ui.formats first")
