"""The rules in force: by topic for the page, as one flat table for files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from renbina.rulebook.queries import RuleLine, RulesPage
from renbina.rulebook.wording import CONFIDENCE, TOPICS, UNITS, Shown, shown_value, title_words, value_words
from renbina.ui import formats
from renbina.ui.pagination import address
from renbina.ui.tables import Column, Table

# Topics whose rules often share a value and a source: they are told together, "58 years: Administrator, ...".
_TOGETHER: Final = frozenset({"jp_conversion", "required_levels", "retirement"})


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the reader's words."""

    line: RuleLine
    title: str
    topic: str
    shown: Shown
    unit: str
    replaced: str  # what an agency's decision stands in place of, or empty
    certainty: str
    tone: str  # of the mark that says how sure
    reason: str  # why not surer, or empty

    @property
    def value(self) -> str:
        return self.shown.one_line


@dataclass(frozen=True, slots=True)
class Entry:
    """Rules with one value and the same notes; `name` joins their titles."""

    name: str
    unit: str
    shown: Shown
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that rest on one source; `row` is the first of them and tells it."""

    entries: tuple[Entry, ...]
    row: RuleRow

    @property
    def own(self) -> bool:
        return self.row.line.is_override


@dataclass(frozen=True, slots=True)
class Section:
    """One topic of the page; `anchor` is its place in the page."""

    anchor: str
    title: str
    from_note: str
    count: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class RulesView:
    """What of the rules is shown, and the addresses that change it."""

    sections: tuple[Section, ...]
    tabs: tuple[Tab, ...]
    search: str
    status: str
    found: int
    clear_url: str
    export_xlsx: str
    export_csv: str


_STATUSES: Final[Mapping[str, Callable[[RuleRow], bool]]] = {
    "": lambda _row: True,
    "confirmed": lambda row: row.line.is_law,
    "open": lambda row: not row.line.is_law and not row.line.is_override,
    "own": lambda row: row.line.is_override,
}


def rows_of(page: RulesPage) -> list[RuleRow]:
    """Every rule in force, in the order of the topics."""
    language = get_language()
    return [_row(language, line, topic.title) for topic in page.topics for line in topic.lines]


def chosen(params: Mapping[str, str], rows: Sequence[RuleRow]) -> list[RuleRow]:
    """The rows that pass `status` (confirmed, open, own) and the search words `q`."""
    passes = _STATUSES[_status(params)]
    words = _search(params).casefold().split()
    return [row for row in rows if passes(row) and all(word in _text(row) for word in words)]


def view_of(params: Mapping[str, str], page: RulesPage, rows: Sequence[RuleRow]) -> RulesView:
    """The page for the request's parameters; `rows` are all rules of `page`."""
    found = chosen(params, rows)
    return RulesView(
        sections=tuple(_sections(page, found)),
        tabs=tuple(_tabs(params, rows)),
        search=_search(params),
        status=_status(params),
        found=len(found),
        clear_url=address(params, q=None, status=None),
        export_xlsx=address(params, export="xlsx"),
        export_csv=address(params, export="csv"),
    )


def _status(params: Mapping[str, str]) -> str:
    wanted = params.get("status") or ""
    return wanted if wanted in _STATUSES else ""


def _search(params: Mapping[str, str]) -> str:
    return (params.get("q") or "").strip()[:200]


def _text(row: RuleRow) -> str:
    told = (row.title, row.topic, row.value, row.unit, row.line.citation, row.line.note, row.certainty)
    return " ".join(told).casefold()


@lru_cache(maxsize=1024)
def _row(_language: str | None, line: RuleLine, topic: str) -> RuleRow:
    """The same rule in the same language always reads the same, and every visit shows all of them."""
    replaced = ""
    if line.is_override:
        replaced = gettext("general value: %(value)s") % {"value": value_words(line.rule_id, line.unit, line.replaced)}
        if line.newer_than_override:
            replaced += ". " + gettext("The general value changed after this decision; look at it again.")
    certainty, tone, reason = CONFIDENCE[line.confidence]
    return RuleRow(
        line=line,
        title=title_words(line.rule_id, line.title),
        topic=str(TOPICS.get(line.topic, topic)),
        shown=shown_value(line.rule_id, line.unit, line.value),
        unit=str(UNITS.get(line.unit, line.unit)),
        replaced=replaced,
        certainty=str(certainty),
        tone=tone,
        reason=str(reason),
    )


def _sections(page: RulesPage, rows: Iterable[RuleRow]) -> Iterable[Section]:
    by_topic: dict[str, list[RuleRow]] = {}
    for row in rows:
        by_topic.setdefault(row.line.topic, []).append(row)
    for topic in page.topics:
        if own := by_topic.get(topic.topic):
            anchor = topic.topic.replace("_", "-")
            yield Section(anchor, own[0].topic, topic.from_note, len(own), tuple(_groups(own)))


def _groups(rows: Iterable[RuleRow]) -> Iterable[Group]:
    by_source: dict[object, list[RuleRow]] = {}
    for row in rows:
        line = row.line
        by_source.setdefault((line.confidence, line.citation, line.since), []).append(row)
    for own in by_source.values():
        yield Group(tuple(_entries(own)), own[0])


def _entries(rows: Iterable[RuleRow]) -> Iterable[Entry]:
    alike: dict[object, list[RuleRow]] = {}
    for row in rows:
        line = row.line
        key = (row.shown, line.note, row.replaced) if line.topic in _TOGETHER else line.rule_id
        alike.setdefault(key, []).append(row)
    for own in alike.values():
        first = own[0]
        notes = tuple(note for note in (first.replaced, first.line.note) if note)
        yield Entry(" · ".join(row.title for row in own), first.shown.unit, first.shown, notes)


def _tabs(params: Mapping[str, str], rows: Sequence[RuleRow]) -> Iterable[Tab]:
    labels = {
        "": gettext("All (%(n)s)"),
        "confirmed": gettext("Confirmed (%(n)s)"),
        "open": gettext("Not yet confirmed (%(n)s)"),
        "own": gettext("Decisions of the agency (%(n)s)"),
    }
    for status, label in labels.items():
        count = sum(_STATUSES[status](row) for row in rows)
        if count or status != "own":
            url = address(params, status=status or None, export=None)
            yield Tab(label % {"n": formats.number(count)}, url, status == _status(params))


RULES = Table(
    columns=(
        Column("topic", _("Topic")),
        Column("title", _("Rule"), heading=True),
        Column("value", _("Value")),
        Column("unit", _("Unit of measure")),
        Column("line.since", _("In force since"), "date"),
        Column("certainty", _("How sure")),
        Column("reason", _("Why")),
        Column("line.citation", _("Source")),
        Column("line.note", _("Note")),
        Column("replaced", _("In place of")),
        Column("line.rule_id", _("Code")),
    ),
    caption=_("Rules in force"),
)
