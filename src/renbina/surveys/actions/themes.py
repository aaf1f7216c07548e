"""Coding answers in words to themes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import MANAGE, require
from renbina.surveys.models import Campaign, Coding, Theme
from renbina.surveys.queries.words import words_page


class ThemeRefused(Refused):
    """A theme without a name, or one that is there already."""


class TextUnknown(Refused):
    """A text or a theme that is not on this page: not of this question, or not to be shown."""


@action
def add_theme(*, campaign: Campaign, item_code: str, name: str, by: Actor, at: datetime) -> Theme:
    """A new theme of one question. Raises ThemeRefused, NotFound for a question that is none in words."""
    require(by, MANAGE, campaign)
    words_page(by, campaign, item_code)
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ThemeRefused(_("Give the theme a name of at most 80 characters."), "name")
    if Theme.objects.filter(campaign=campaign, item_code=item_code, name__iexact=name).exists():
        raise ThemeRefused(_("This theme is there already. Tick it beside the answers."), "name")
    theme = Theme.objects.create(campaign=campaign, item_code=item_code, name=name)
    record(obj=theme, old=None, new={"name": name, "question": item_code})
    return theme


@action
def remove_theme(*, theme: Theme, by: Actor, at: datetime) -> None:
    """Take a theme away with its marks; the answers stay."""
    require(by, MANAGE, theme.campaign)
    record(obj=theme, old={"name": theme.name, "answers": theme.codings.count()}, new=None)
    theme.delete()


@action
def code_texts(
    *, campaign: Campaign, item_code: str, themes: Mapping[str, Iterable[str]], by: Actor, at: datetime
) -> int:
    """What each of these texts is about: key of a text -> public ids of its themes. Others keep theirs.

    Returns how many marks changed. Raises TextUnknown, NotFound.
    """
    require(by, MANAGE, campaign)
    page = words_page(by, campaign, item_code)
    before = {text.sheet: text.themes for text in page.texts}
    known = {theme.public_id: theme.pk for theme in Theme.objects.filter(campaign=campaign, item_code=item_code)}
    wanted = {sheet: frozenset(chosen) for sheet, chosen in themes.items()}
    if not before.keys() >= wanted.keys() or not known.keys() >= frozenset().union(*wanted.values()):
        raise TextUnknown(_("A text or theme is no longer on this page. Load the page anew and mark once more."))
    fresh = [Coding(theme_id=known[theme], sheet=sheet) for sheet, chosen in wanted.items()
             for theme in chosen - before[sheet]]  # fmt: skip
    gone: dict[int, list[str]] = defaultdict(list)
    for sheet, chosen in wanted.items():
        for theme in before[sheet] - chosen:
            gone[known[theme]].append(sheet)
    for key, sheets in gone.items():
        Coding.objects.filter(theme_id=key, sheet__in=sheets).delete()
    Coding.objects.bulk_create(fresh)
    marks = sum(map(len, gone.values()))
    record(obj=campaign, old={"marks": marks}, new={"marks": len(fresh), "question": item_code})
    return len(fresh) + marks
