"""The figures of a run in words: the same for the screen, the PDF and the workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.planning.wording.reasons import held_out_words, limit_words, method_words, spoken
from renbina.ui import formats

Figures = Mapping[str, Any]
SMALL = 0.5  # less than this rounds to nobody


@dataclass(frozen=True, slots=True)
class KpiWords:
    """One figure: big value with its unit, what changed, and a note. `title` is the exact value."""

    label: str
    value: str
    unit: str = ""
    delta: str = ""
    note: str = ""
    tone: str = "good"
    title: str = ""


def headline(year: int, figures: Figures) -> str:
    """The sentence of truth of a plan with its numbers; without a run it says what to do."""
    if not figures:
        return _("Plan %(year)s waits to be put together") % {"year": year}
    words = {
        "year": year,
        "closed": formats.percent(figures["closed_share"]),
        "people": formats.number(figures["pns_at_target"]),
        "hours": formats.hours(figures["hours_target"]),
    }
    if figures["closed_share"] is None:
        return _("Plan %(year)s brings %(people)s PNS to %(hours)s") % words
    return _("Plan %(year)s closes %(closed)s of the gap and brings %(people)s PNS to %(hours)s") % words


def kpis(figures: Figures) -> tuple[KpiWords, KpiWords, KpiWords, KpiWords]:
    """The four figures of the plan page."""
    return _hours_kpi(figures), _gap_kpi(figures), _money_kpi(figures), _unit_kpi(figures)


def share_of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def next_money_words(figures: Figures) -> str:
    """What the next hundred million would do; empty when nothing is known of it."""
    more = figures.get("next_money")
    if not more:
        return ""
    words = {
        "amount": formats.rupiah_short(more["amount"]),
        "people": formats.number(round(more["people"])),
        "fund": more["fund"],
    }
    if more["people"] < SMALL:
        return _("%(amount)s more would add almost nothing: seats and time are the limit") % words
    if more["fund"]:
        return (
            _("%(amount)s more in “%(fund)s” is worth as much as %(people)s people reaching the yearly hours") % words
        )
    return _("%(amount)s more is worth as much as %(people)s people reaching the yearly hours") % words


def manual_words(figures: Figures) -> str:
    """The simple method that the plan is compared with."""
    return method_words(figures["manual"]["name"])


def notices(figures: Figures) -> list[str]:
    """What somebody must know before trusting the plan: what the computation could not respect."""
    told = []
    conflicts = figures["calendar_conflicts"]
    if conflicts:
        told.append(
            ngettext(
                "%(n)s seat falls into a month in which the calendar keeps its person at work. Move it "
                "to another class.",
                "%(n)s seats fall into a month in which the calendar keeps their people at work. Move "
                "them to other classes.",
                conflicts,
            )
            % {"n": formats.number(conflicts)}
        )
    places = figures["mandatory"]["places"] - figures["mandatory"]["filled"]
    if places:
        told.append(
            ngettext(
                "%(n)s mandatory place has no seat. Open the programme to see what keeps it out.",
                "%(n)s mandatory places have no seat. Open the programmes to see what keeps them out.",
                places,
            )
            % {"n": formats.number(places)}
        )
    return told


@dataclass(frozen=True, slots=True)
class LackWords:
    """A programme that lacks something: its name, how it stands, and each thing that would help."""

    name: str
    public_id: str
    note: str
    cures: tuple[str, ...]


def shortages(figures: Figures) -> list[LackWords]:
    """Programmes with owed places that stay empty, and for each cause how many it holds back and its cheapest cure."""
    causes: dict[str, list[Mapping[str, Any]]] = {}
    for each in figures.get("shortages", ()):
        causes.setdefault(each["public_id"], []).append(each)
    return [
        LackWords(
            found[0]["name"],
            public_id,
            _("%(filled)s of %(places)s owed places are filled")
            % {"filled": formats.number(found[0]["filled"]), "places": formats.number(found[0]["places"])},
            tuple(_cure(each) for each in found),
        )
        for public_id, found in causes.items()
    ]


def _cure(shortage: Mapping[str, Any]) -> str:
    cure = shortage["cure"]
    words = {
        "n": formats.number(shortage["people"]),
        "cure": spoken(cure["code"], cure["numbers"], "", shortage["names"]).text,
    }
    return ngettext("%(n)s person: %(cure)s", "%(n)s people: %(cure)s", shortage["people"]) % words


def not_held(figures: Figures) -> list[LackWords]:
    """Programmes that somebody needs and that are not held, the most wanted first, with what would bring each in."""
    wanted = sorted(figures.get("not_held", ()), key=lambda each: (-each["demand"], each["programme"]))
    return [
        LackWords(
            each["name"],
            each["public_id"],
            ngettext("would help %(n)s person", "would help %(n)s people", each["demand"])
            % {"n": formats.number(each["demand"])},
            tuple(_need(need) for need in each["needs"]),
        )
        for each in wanted
    ]


def needs_of(figures: Figures, code: str) -> tuple[str, ...]:
    """What would bring one programme in; empty for one that is held or that nobody needs."""
    for each in figures.get("not_held", ()):
        if each["programme"] == code:
            return tuple(_need(need) for need in each["needs"])
    return ()


def behind(figures: Figures) -> list[tuple[str, str]]:
    """Facts on whom the plan is for, as label and value."""
    told = []
    if "entitled" in figures:
        people = ngettext("%(n)s person", "%(n)s people", figures["entitled"])
        told.append((_("Owed the yearly hours"), people % {"n": formats.number(figures["entitled"])}))
    for key, label in (("mandatory", _("Places that are owed")), ("named", _("Named by their units"))):
        if figures.get(key, {}).get("places"):
            numbers = {name: formats.number(figures[key][name]) for name in ("filled", "places")}
            told.append((label, _("%(filled)s of %(places)s have a seat") % numbers))
    held = [
        f"{formats.number(count)} {held_out_words(name)}"
        for name, count in sorted(figures.get("held_out", {}).items())
        if count
    ]
    if held:
        told.append((_("Not offered"), ", ".join(held)))
    return told


def _need(record: Mapping[str, Any]) -> str:
    text = spoken(record["code"], record["numbers"], "", {}).text
    return text[:1].upper() + text[1:]


def _points(now: float | None, before: float | None) -> str:
    """`+41,8 points`: percentage points between two shares; empty when one is not known."""
    if now is None or before is None:
        return ""
    return _("%(points)s points") % {"points": formats.signed((now - before) * 100, 1)}


def _parts(share: float | None) -> tuple[str, str]:
    """The number and the sign of a percentage apart."""
    return ("", "") if share is None else (formats.number(share * 100, 1), "%")


def _hours_kpi(figures: Figures) -> KpiWords:
    share = share_of(figures["pns_at_target"], figures["pns"])
    last = figures["last_year"]
    value, unit = _parts(share)
    people = _("%(reached)s of %(all)s people") % {
        "reached": formats.number(figures["pns_at_target"]),
        "all": formats.number(figures["pns"]),
    }
    return KpiWords(
        label=_("PNS with at least %(hours)s") % {"hours": formats.hours(figures["hours_target"])},
        value=value,
        unit=unit,
        delta=_points(share, last["pns_share"]) if last else "",
        note=_("from %(year)s so far · %(people)s") % {"year": last["year"], "people": people} if last else people,
        title=people,
    )


def _gap_kpi(figures: Figures) -> KpiWords:
    value, unit = _parts(figures["closed_share"])
    steps = _("%(closed)s of %(all)s levels") % {
        "closed": formats.number(figures["steps_closed"]),
        "all": formats.number(figures["steps_all"]),
    }
    return KpiWords(
        label=_("Weighted gap closed"),
        value=value,
        unit=unit,
        delta=_points(figures["closed_share"], figures["manual"]["closed_share"]),
        note=_("from the best simple way · %(steps)s") % {"steps": steps},
        title=steps,
    )


def _money_kpi(figures: Figures) -> KpiWords:
    amount, unit = formats.rupiah_parts(figures["used"])
    budget = formats.rupiah_short(figures["budget"])
    return KpiWords(
        label=_("Budget used"),
        value=amount,
        unit=_("%(unit)s of %(budget)s") % {"unit": unit, "budget": budget},
        note=next_money_words(figures),
        title=formats.rupiah(figures["used"]),
    )


def _unit_kpi(figures: Figures) -> KpiWords:
    worst = figures["worst"]
    label = _("Unit furthest behind")
    if worst is None:
        return KpiWords(label=label, value="")
    value, unit = _parts(worst["share"])
    limit = limit_words(worst["code"])
    return KpiWords(
        label=label,
        value=value,
        unit=f"{unit} · {worst['name']}",
        delta=_("Held back by: %(limit)s") % {"limit": limit} if limit else "",
        note="" if limit else _("of its people reach the yearly hours"),
        tone="warn",
        title=_("%(reached)s of %(all)s people")
        % {"reached": formats.number(worst["at_target"]), "all": formats.number(worst["people"])},
    )
