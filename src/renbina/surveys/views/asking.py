"""How a questionnaire is put on a page: its language, and whether all at once or one question a screen."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.shortcuts import render
from django.utils import translation

from binacore.questionnaire import languages
from renbina.foundation.http import Request
from renbina.surveys.forms import AnswerForm, screens
from renbina.surveys.queries import AnswerPage
from renbina.surveys.queries.questionnaires import questionnaire_of

LANGUAGE = "bahasa"
WAY = "cara"
WAYS: Final = ("satu", "semua")
PAPER: Final = "kertas"  # keyed in from a sheet: the browser of an operator keeps nobody's answers
MOST_DRAWN: Final = 32
_DRAWN: dict[tuple[str, date, str | None, str, bool], bytes] = {}


def spoken(request: Request) -> AbstractContextManager[None]:
    """The language that the address asks for, for as long as the page is made; else the reader's own."""
    wish = request.GET.get(LANGUAGE, "")
    return translation.override(wish if wish in dict(settings.LANGUAGES) else translation.get_language())


def from_paper(request: Request) -> bool:
    """Whether a sheet of paper is being keyed in."""
    return request.GET.get(PAPER) == "1"


def screen_of(request: Request, page: AnswerPage, given: Mapping[str, Any]) -> screens.Screen | None:
    """The screen to show; None where the whole questionnaire is shown, or was sent."""
    if request.method == "POST":
        return screens.next_screen(page.items, request.POST) if screens.is_screen(request.POST) else None
    wanted = screens.starts_with_screens(page.items, request.GET.get(WAY, ""))
    return screens.first_screen(page.items, given) if wanted else None


def opening(request: Request, page: AnswerPage) -> bytes:
    """The page with which an open questionnaire without names begins: the same for everybody, so it is drawn once.

    Nothing on it depends on who opens it; the ticket stands in the address alone. Each process keeps a few such pages.
    """
    way = request.GET.get(WAY, "")
    way = way if way in WAYS else ""  # nothing else of the address may reach a page that others are shown
    key = (page.public_id, page.on, translation.get_language(), way, from_paper(request))
    if key not in _DRAWN:
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        context = {**nameless(request, page), **words_of(request, page), "way": way, "fresh": True}
        screen = screen_of(request, page, {})
        template = "surveys/screen.html" if screen is not None else "surveys/answer.html"
        shown = {"screen": screen} if screen is not None else {"form": AnswerForm(items=page.items)}
        _DRAWN[key] = render(request, template, context | shown).content
    return _DRAWN[key]


def nameless(request: Request, page: AnswerPage) -> dict[str, Any]:
    """What the templates are told of a questionnaire without names. `keeps`: the browser may keep a draft of it."""
    paper = from_paper(request)
    return {"page": page, "named": False, "is_answered": False, "paper": paper, "keeps": not paper}


def words_of(request: Request, page: AnswerPage) -> dict[str, Any]:
    """What the templates need to speak the reader's language, and to offer the other one."""
    now = translation.get_language() or settings.LANGUAGE_CODE
    known = languages(questionnaire_of(page.items))
    other = settings.LANGUAGE_CODE if now in known else next(iter(known), "")
    return {
        "intro": page.translations.get(now, {}).get("intro") or page.intro,
        "languages": bool(known),
        "other": other,
        "way": request.GET.get(WAY, ""),
    }
