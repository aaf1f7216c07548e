"""Answers in words and the themes that an analyst reads in them."""

from collections import defaultdict
from dataclasses import dataclass

from binacore.survey import WORDS
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Campaign, Coding, Item, Theme
from renbina.surveys.queries.sheets import may_be_told, sheets_of

IN_WORDS = (ItemKind.TEXT, ItemKind.SHORT)


@dataclass(frozen=True, slots=True)
class CodedText:
    """One answer in words with the public ids of its themes. `sheet` is the key of its row; the order tells nothing."""

    sheet: str
    text: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class SameText:
    """The answers that say the same, but for capitals and blanks: one to read and to mark. `sheets`: their keys.

    `themes`: of any of them; who marks one marks all.
    """

    text: str
    sheets: tuple[str, ...]
    themes: frozenset[str]

    @property
    def n(self) -> int:
        return len(self.sheets)


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """`n`: how many answers are about it."""

    public_id: str
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class WordsPage:
    """All answers to one question in words; none of them (`is_hidden`) with fewer than ten, or before the closing."""

    campaign: Campaign
    item: Item
    is_hidden: bool
    texts: tuple[CodedText, ...]
    themes: tuple[ThemeCount, ...]  # the most frequent first

    @property
    def coded(self) -> int:
        return sum(bool(each.themes) for each in self.texts)

    def said(self) -> list[SameText]:
        """The texts with those that say the same together; the order does not move with the marks."""
        alike: dict[str, list[CodedText]] = defaultdict(list)
        for each in self.texts:
            alike[" ".join(each.text.casefold().split())].append(each)
        return [
            SameText(same[0].text, tuple(each.sheet for each in same), frozenset().union(*(e.themes for e in same)))
            for _words, same in sorted(alike.items())
        ]


def words_page(actor: Actor, campaign: Campaign, code: str) -> WordsPage:
    """Four queries at most. Raises NotFound for a question that is none in words, Forbidden."""
    require(actor, VIEW, campaign)
    item = Item.objects.filter(section__version_id=campaign.version_id, code=code, kind__in=IN_WORDS).first()
    if item is None:
        raise NotFound
    found: list[tuple[str, str]] = []
    if may_be_told(campaign):
        rows = [(sheet.key, sheet.answers.get(code)) for sheet in sheets_of(campaign)]
        found = [(key, text) for key, text in rows if isinstance(text, str) and text.strip()]
    if len(found) < WORDS:
        return WordsPage(campaign, item, True, (), theme_counts(campaign).get(code, ()))
    about: dict[str, set[str]] = defaultdict(set)
    codings = Coding.objects.filter(theme__campaign=campaign, theme__item_code=code)
    for sheet, theme in codings.values_list("sheet", "theme__public_id"):
        about[sheet].add(theme)
    # In the order of their letters, which tells nothing of their writers.
    texts = tuple(CodedText(key, text, frozenset(about[key])) for key, text in sorted(found, key=lambda row: row[1]))
    return WordsPage(campaign, item, False, texts, theme_counts(campaign).get(code, ()))


def theme_counts(campaign: Campaign) -> dict[str, tuple[ThemeCount, ...]]:
    """Code of a question -> its themes with how many answers are about each; two queries."""
    counts: dict[int, int] = defaultdict(int)
    for key in Coding.objects.filter(theme__campaign=campaign).values_list("theme_id", flat=True):
        counts[key] += 1
    found: dict[str, list[ThemeCount]] = defaultdict(list)
    for theme in Theme.objects.filter(campaign=campaign).order_by("name", "pk"):
        found[theme.item_code].append(ThemeCount(theme.public_id, theme.name, counts[theme.pk]))
    return {code: tuple(sorted(themes, key=lambda each: -each.n)) for code, themes in found.items()}


def theme_for(actor: Actor, public_id: str) -> Theme:
    """A theme of the actor's agency. Raises NotFound, Forbidden."""
    theme = Theme.objects.select_related("campaign").filter(public_id=public_id).first()
    if theme is None:
        raise NotFound
    require(actor, VIEW, theme.campaign)
    return theme
