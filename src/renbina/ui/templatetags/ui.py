"""The component vocabulary of every page: `{% load ui %}`. The gallery page shows each one in all its states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from renbina.ui import formats, shapes
from renbina.ui import spoken as speech
from renbina.ui.pagination import page_links

register = template.Library()
PART = "ui/components/"

# --- formats -----------------------------------------------------------------------------------------------------


@register.filter
def number(value: formats.Number | None, digits: int = 0) -> str:
    return formats.number(value, digits)


@register.filter
def measured(value: formats.Number | None) -> str:
    return formats.measured(value)


@register.filter
def signed(value: formats.Number | None, digits: int = 0) -> str:
    return formats.signed(value, digits)


@register.filter
def percent(share: formats.Number | None, digits: int = 1) -> str:
    return formats.percent(share, digits)


@register.filter
def hours(value: formats.Number | None) -> str:
    return formats.hours(value)


@register.filter
def rupiah(value: int | None) -> str:
    return formats.rupiah(value)


@register.filter
def rupiah_short(value: int | None) -> str:
    return formats.rupiah_short(value)


@register.filter
def menu_item(place: Mapping[str, Any]) -> SafeString:
    return shapes.menu_item(str(place["label"]), str(place["url"]), current=bool(place["active"]))


@register.filter
def money(value: int | None) -> SafeString:
    return shapes.money(value)


@register.filter
def day(value: date | None) -> str:
    return formats.day(value)


@register.filter
def day_short(value: date | None) -> str:
    return formats.day(value, short=True)


@register.filter
def month_short(value: date) -> str:
    return formats.month(value, short=True)


@register.filter
def until(start: date, end: date) -> str:
    return formats.day_range(start, end)


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    return formats.moment(value)


@register.filter
def clock(value: datetime | time) -> str:
    return formats.clock(value)


@register.filter
def initials(name: str) -> str:
    return formats.initials(name)


@register.filter
def spoken(text: object) -> SafeString:
    return speech.tagged(text)


# --- small parts -------------------------------------------------------------------------------------------------


@register.simple_tag
def asset(path: str) -> str:
    return shapes.asset_url(path)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return shapes.icon(name, label)


@register.simple_tag
def badge(text: object, tone: str = "") -> SafeString:
    return shapes.badge(text, tone)


@register.simple_tag
def level_strip(level: shapes.Level) -> SafeString:
    return shapes.level_strip(level)


@register.simple_tag
def level(name: str, level: shapes.Level, href: str = "") -> SafeString:
    return shapes.level_line(name, level, href)


@register.inclusion_tag(f"{PART}level_legend.html")
def level_legend(planned: object = True) -> dict[str, Any]:
    """`planned`: whether a plan can be drawn in the strips above; what cannot be there is not named."""
    return {"planned": bool(planned)}


# --- evidence ----------------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PART}kpi.html")
def kpi(
    label: str,
    value: object,
    unit: str = "",
    delta: str = "",
    note: str = "",
    tone: str = "good",
    title: str = "",
    href: str = "",
) -> dict[str, Any]:
    """One figure. `value` None reads as not known yet; `tone` colours the delta; `title` is the exact value."""
    return {
        "label": label, "value": value, "known": value is not None and value != "", "unit": unit, "delta": delta,
        "note": note, "delta_class": "rb-warn" if tone == "warn" else "rb-good", "title": title, "href": href,
    }  # fmt: skip


@register.inclusion_tag(f"{PART}proof.html")
def proof(text: str, weak: bool = False) -> dict[str, Any]:
    return {"text": text, "weak": weak}


@register.inclusion_tag(f"{PART}progress.html")
def progress(
    value: formats.Number | None, maximum: formats.Number = 100, text: str = "", label: str = "", tone: str = ""
) -> dict[str, Any]:
    """A bar from 0 to `maximum`; `text` stands below it, `label` names it for readers (default: the text)."""
    known = None if value is None else max(0, min(float(value), float(maximum)))
    return {"value": known, "maximum": float(maximum), "text": text, "label": label or text, "tone": tone}


@register.inclusion_tag(f"{PART}steps.html")
def steps(items: Iterable[Any]) -> dict[str, Any]:
    """The rail of a yearly cycle: items with `label`, `note`, `state` ("done", "current", "next" or "") and `url`."""
    return {"items": items}


@register.inclusion_tag(f"{PART}journey.html")
def journey(items: Iterable[Any]) -> dict[str, Any]:
    """What happened and what comes: items with `label`, `note`, `state` ("done", "now" or "") and `url`."""
    return {"items": items}


@register.inclusion_tag(f"{PART}facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> dict[str, Any]:
    return {"pairs": pairs}


@register.inclusion_tag(f"{PART}person.html")
def person(name: str, note: str = "", href: str = "") -> dict[str, Any]:
    return {"name": name, "note": note, "href": href, "initials": formats.initials(name)}


@register.inclusion_tag(f"{PART}reason.html")
def reason(lead: str, text: str, detail: str = "", kind: str = "") -> dict[str, Any]:
    """Why (kind ""), why not ("not") or what blocks ("blocked"), with its numbers."""
    return {"lead": lead, "text": text, "detail": detail, "kind": kind}


@register.inclusion_tag(f"{PART}chart.html")
def chart(chart: Any) -> dict[str, Any]:
    """Any drawing of `renbina.ui.charts`, with its title, description and data table."""
    return {"chart": chart}


# --- moving about ------------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PART}tabs.html")
def tabs(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Tabs that are links: items with `label`, `url`, `active`; `label` names the group."""
    return {"items": items, "label": label}


@register.inclusion_tag(f"{PART}crumbs.html")
def crumbs(items: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way here: (label, url) pairs from the top; the page itself is its heading and is left out."""
    return {"items": items}


@register.inclusion_tag(f"{PART}pagination.html")
def pagination(params: QueryDict, number: int, total: int, key: str = "page") -> dict[str, Any]:
    return {"links": page_links(params, number, total, key)}


@register.inclusion_tag(f"{PART}filters.html")
def filters(form: Any, action: str = "", keep: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """A filter bar from a Django form (GET). `keep` are (name, value) pairs that must survive, such as the sort."""
    return {"form": form, "action": action, "keep": keep}


@register.inclusion_tag(f"{PART}table.html")
def table(page: Any) -> dict[str, Any]:
    """A `renbina.ui.tables.TablePage`."""
    return {"page": page}


# --- forms and work ----------------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PART}form_body.html")
def form_body(form: Any) -> dict[str, Any]:
    """Errors and fields of a form, without the form element, the token and the buttons."""
    return {"form": form}


@register.inclusion_tag(f"{PART}file_drop.html")
def file_drop(field: Any, title: str, hint: str = "") -> dict[str, Any]:
    """A file field drawn as a place to drop: a plain file input that needs no JavaScript."""
    return {"field": field, "title": title, "hint": hint}


@register.inclusion_tag(f"{PART}job.html", takes_context=True)
def job(context: Context, job: Any, url: str, cancel_url: str = "", seconds: int = 2) -> dict[str, Any]:
    """Progress of long work: `job` has label, message, done, total, running, failed; `url` answers with this part.

    A total of 100 is read as a percentage, any other as things that are counted.
    """
    token = context.get("csrf_token", "")
    return {"job": job, "url": url, "cancel_url": cancel_url, "seconds": seconds, "csrf_token": token}


# --- blocks ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str, title: str = "", note: str = "", body: bool = True, level: int = 2, extra: str = ""
) -> SafeString:
    """A card around its content; `body=False` lets a table or list reach the edges; `extra` are more classes."""
    return _render(
        "card.html", {"content": content, "title": title, "note": note, "body": body, "level": level, "extra": extra}
    )


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "info-circle") -> SafeString:
    """Nothing here yet: what would be, and inside the block how to fill it."""
    return _render("empty_state.html", {"content": content, "title": title, "icon": icon})


@register.simple_block_tag
def alert(content: str, title: str = "", tone: str = "", role: str = "") -> SafeString:
    """tone: "" (information), "good", "amber" (wait), "warn" (look here); role="alert" only for what just happened."""
    name = {"warn": "alert-triangle", "amber": "clock", "good": "circle-check"}.get(tone, "info-circle")
    return _render("alert.html", {"content": content, "title": title, "tone": tone, "role": role, "icon": name})


def _render(name: str, values: dict[str, Any]) -> SafeString:
    return render_to_string(PART + name, values)
