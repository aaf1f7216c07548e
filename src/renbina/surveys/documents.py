"""Questionnaires as files: to take over elsewhere, and to fill in on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binacore.questionnaire_files import write
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import InstrumentVersion, Item
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import clauses, questionnaire_of, said
from renbina.surveys.wording import condition_words, ends_words, option_labels
from renbina.ui import typesetting
from renbina.ui.qr import qr_svg

TEMPLATE: Final = "surveys/documents/paper.typ"
_FORMS: Final = {
    ItemKind.LIKERT: "scale",
    ItemKind.MATRIX: "rows",
    ItemKind.MULTI: "many",
    ItemKind.RANKING: "places",
    ItemKind.TEXT: "long",
    ItemKind.NUMBER: "short",
    ItemKind.DATE: "short",
    ItemKind.SHORT: "short",
}


def toml_of(version: InstrumentVersion) -> bytes:
    """The version as docs/questionnaires.md describes it; `actions.import_questionnaire` reads it."""
    return write(questionnaire_of(items_of(version.pk), version)).encode()


def file_name(name: str, ending: str) -> str:
    """A name of a file out of the name of a questionnaire."""
    words = "".join(sign if sign.isalnum() else "-" for sign in name.lower()).strip("-")
    return f"{words[:60] or 'kuesioner'}.{ending}"


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands around the questions. `addresses`: one sheet each, with its code; "" for a sheet without one.

    `typed`: for each of them what can be typed instead of scanned, if anything.
    """

    title: str
    agency: str
    addresses: Sequence[str] = ("",)
    is_anonymous: bool = True
    typed: Sequence[str] = ()


def paper_pdf(version: InstrumentVersion, paper: Paper, *, at: datetime) -> bytes:
    """A4, in the active language. Raises ui.typesetting.DocumentNotMade."""
    return typesetting.pdf_bytes(TEMPLATE, paper_data(version, paper), at=at.replace(microsecond=0))


def paper_data(version: InstrumentVersion, paper: Paper) -> dict[str, Any]:
    """Finished words for the template."""
    language = get_language() or ""
    items = items_of(version.pk)
    by_code = {item.code: item for item in items}
    parts: dict[int, dict[str, Any]] = {}
    for number, item in enumerate(items, start=1):
        words = item.section.translations.get(language, {})
        part = parts.setdefault(
            item.section_id,
            {
                "title": words.get("title") or item.section.title,
                "intro": words.get("intro") or item.section.intro,
                "rule": condition_words(clauses(item.section.condition), by_code, language),
                "items": [],
            },
        )
        part["items"].append(_item_data(number, item, by_code, language))
    promise = _("Do not write your name anywhere. Put the sheet into the box; nobody keeps who filled in which.")
    named = _("The answer is kept under your name and read as the notice of the questionnaire says.")
    return {
        "title": paper.title,
        "agency": paper.agency,
        "over": paper.agency,
        "lead": version.translations.get(language, {}).get("intro") or version.intro,
        "how": [_("Mark your answers with a cross. Leave out what does not concern you."),
                promise if paper.is_anonymous else named],
        "person": [] if paper.is_anonymous else [_("Name"), _("NIP")],
        "qr_words": _("Rather on your phone? Scan this code."),
        "parts": list(parts.values()),
        "end": _("Thank you. Please give the sheet back where you got it."),
        "codes": [{"qr": str(qr_svg(each, label=_("Code of the questionnaire"))) if each else "", "typed": typed}
                  for each, typed in zip_longest(paper.addresses, paper.typed, fillvalue="")],
    }  # fmt: skip


def _item_data(number: int, item: Item, by_code: Mapping[str, Item], language: str) -> dict[str, Any]:
    words = said(item, language)
    form = _FORMS.get(ItemKind(item.kind), "one")
    labels = list(words.rows) if form == "rows" else [str(label) for _value, label in option_labels(item, words)]
    hint = ends_words(item, words)
    return {
        "number": f"{number}.",
        "text": words.text,
        "note": "" if item.required else _("(optional)"),
        "rule": condition_words(clauses(item.condition), by_code, language),
        "hint": _("Day, month, year.") if item.kind == ItemKind.DATE else hint,
        "form": form,
        "labels": labels if form in ("one", "many", "places", "rows") else [],
        "steps": [str(step) for step in range(item.low, item.high + 1)] if form in ("scale", "rows") else [],
        "unknown": _("I don't know") if item.unknown else "",
    }
