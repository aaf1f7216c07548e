"""The table of the rules in force."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.rulebook.queries import RuleLine, RulesPage
from renbina.rulebook.wording import CONFIDENCE, TOPICS, UNITS, title_words, value_words
from renbina.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the reader's words."""

    line: RuleLine
    title: str
    topic: str
    value: str
    unit: str

    @property
    def note(self) -> str:
        """What an agency's decision replaced, and whether it needs another look."""
        if not self.line.is_override:
            return self.unit
        replaced = gettext("general value: %(value)s") % {"value": value_words(self.line.rule_id, self.line.replaced)}
        if self.line.newer_than_override:
            replaced += ". " + gettext("The general value changed after this decision; look at it again.")
        return replaced


def rows_of(page: RulesPage) -> list[RuleRow]:
    return [
        RuleRow(
            line=line,
            title=title_words(line.rule_id, line.title),
            topic=str(TOPICS.get(line.topic, topic.title)),
            value=value_words(line.rule_id, line.value),
            unit=str(UNITS.get(line.unit, line.unit)),
        )
        for topic in page.topics
        for line in topic.lines
    ]


def _certainty(row: RuleRow) -> tuple[str, str]:
    words, tone, _why = CONFIDENCE[row.line.confidence]
    return str(words), tone


def _reason(row: RuleRow) -> str:
    return str(CONFIDENCE[row.line.confidence][2])


RULES = Table(
    columns=(
        Column("title", _("Rule"), sort="title", heading=True, note=lambda row: row.topic),
        Column("value", _("Value"), note=lambda row: row.note),
        Column("line.since", _("In force since"), "date", sort="since"),
        Column("confidence", _("How sure"), "badge", sort="confidence", value=_certainty, note=_reason),
        Column("line.citation", _("Source")),
    ),
    caption=_("Rules in force"),
    search=("title", "topic", "value", "line.citation"),
    per_page=100,
    empty_title=_("No rule matches"),
    empty_text=_("Try a shorter word."),
)
