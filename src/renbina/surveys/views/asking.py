"""How a questionnaire is put on a page: its language, and whether all at once or one question a screen."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.utils import translation

from binacore.questionnaire import languages
from renbina.foundation.http import Request
from renbina.surveys.forms import screens
from renbina.surveys.gather import questionnaire_of
from renbina.surveys.queries import AnswerPage

LANGUAGE = "bahasa"
WAY = "cara"


def spoken(request: Request) -> AbstractContextManager[None]:
    """The language that the address asks for, for as long as the page is made; else the reader's own."""
    wish = request.GET.get(LANGUAGE, "")
    return translation.override(wish if wish in dict(settings.LANGUAGES) else translation.get_language())


def screen_of(request: Request, page: AnswerPage, given: Mapping[str, Any]) -> screens.Screen | None:
    """The screen to show; None where the whole questionnaire is shown, or was sent."""
    if request.method == "POST":
        return screens.next_screen(page.items, request.POST) if screens.is_screen(request.POST) else None
    wanted = screens.starts_with_screens(page.items, request.GET.get(WAY, ""))
    return screens.first_screen(page.items, given) if wanted else None


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
