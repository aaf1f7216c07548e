"""Values and sources of rules as HTML, made once for each text: a page shows some two hundred pieces of them."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from renbina.rulebook.tables import Group
from renbina.rulebook.wording import Grid, Shown
from renbina.ui import formats, shapes

register = template.Library()
_ADDRESS_LETTERS = 40  # of a web address are shown; the link keeps them all


@register.simple_tag
@lru_cache(maxsize=1024)
def rule_value(shown: Shown) -> SafeString:
    """The `<dd>` of a value: a phrase, lines, or a table."""
    if shown.grid is not None:
        return format_html('<dd class="wide">{}</dd>', _grid(shown.grid))
    if shown.lines:
        lines = format_html_join("", "<li>{}: <b>{}</b></li>", shown.lines)
        long = shapes.drawn(' class="long"') if shown.long else ""
        return format_html('<dd class="wide"><ul{}>{}</ul></dd>', long, lines)
    return format_html("<dd><b>{}</b></dd>", shown.text)


@register.simple_tag
def rule_source(group: Group) -> SafeString:
    """What stands beneath the rules of one source: how sure, where from, since when."""
    row = group.row
    return _source(get_language(), row.certainty, row.tone, row.reason, row.line.citation, row.line.since)


def _grid(grid: Grid) -> SafeString:
    heads = format_html_join("", '<th scope="col">{}</th>', ((head,) for head in (grid.corner, *grid.heads)))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((name, format_html_join("", "<td>{}</td>", ((cell,) for cell in cells))) for name, cells in grid.rows),
    )
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, rows)


@lru_cache(maxsize=1024)
def _source(language: str | None, certainty: str, tone: str, reason: str, citation: str, since: date) -> SafeString:
    """`language` belongs to the key: the words around the source are in it."""
    told = [reason] if reason else []
    told.append(format_html("{}: {}", gettext("Source"), _linked(citation)))
    told.append(gettext("since %(day)s") % {"day": formats.day(since)})
    parts = format_html_join(" · ", "{}", ((each,) for each in told))
    return format_html('<p class="source">{} {}</p>', shapes.badge(certainty, tone), parts)


def _linked(citation: str) -> str:
    """Escaped, with its web addresses as links."""
    if "://" not in citation:
        return citation
    return shapes.drawn(urlize(citation, trim_url_limit=_ADDRESS_LETTERS, nofollow=True, autoescape=True))
