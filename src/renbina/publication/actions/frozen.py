"""Facts about services -> figures that may be public, as they are frozen: no small group, nobody named."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from binacore.disclosure import LEAST, Shown, may_follow, of_a_known_whole, publishable
from binacore.skm import Element
from renbina.publication.gather import Promise, Satisfaction, ServiceFacts, ServiceVerdict

SKM: Final = "skm"  # the indicator that is the whole index
DECIMALS: Final = 2  # of a mean that is shown


def frozen(
    facts: ServiceFacts, verdicts: Sequence[ServiceVerdict], elements: Sequence[str], on: date
) -> dict[str, Any]:
    """Figures of one service. `elements`: the nine in the order of U1 to U9. Days as ISO text.

    satisfaction: now, before (or None) and a row an element; words: themes and causes of the year with `total` None
    where it may not be told; words_before: the same of the year before, with `year` and the day it was counted;
    trained: programmes with people; kept and open: promises; verdicts: of programmes that trained here.
    """
    return {
        "satisfaction": _satisfaction(facts.now, facts.before, elements),
        "words": _words(publishable({"themes": facts.themes, "causes": facts.causes})),
        "words_before": _words_before(facts, on),
        "trained": _trained(facts),
        "trained_hidden": len(_trained(facts)) < len(facts.trainings),
        "kept": [_promise(each, on) for each in facts.promises if each.done_on is not None][::-1],
        "open": [_promise(each, on) for each in facts.promises if each.done_on is None],
        "verdicts": [_verdict(each, elements) for each in verdicts if each.unit_id == facts.service.unit_id],
    }


def _satisfaction(now: Satisfaction | None, before: Satisfaction | None, elements: Sequence[str]) -> dict[str, Any]:
    rows = []
    for element in elements:
        mean = _rounded(now.means.get(element)) if now else None
        earlier = _rounded(before.means.get(element)) if before else None
        if mean is not None:
            rows.append({"element": element, "now": mean, "before": earlier})
    return {"now": _period(now), "before": _period(before), "elements": rows}


def _period(period: Satisfaction | None) -> dict[str, Any] | None:
    """None where fewer answered than may be shown: then nothing of the period is told."""
    if period is None or period.respondents is None:
        return None
    return {
        "starts_on": period.starts_on.isoformat(),
        "last_day": period.last_day.isoformat(),
        "respondents": period.respondents,
        "index": period.index,
        "grade": period.grade,
    }


def _rounded(mean: float | None) -> float | None:
    return None if mean is None else round(mean, DECIMALS)


def _words(seen: Shown) -> dict[str, Any]:
    ranked = {way: sorted(groups.items(), key=lambda group: (-group[1], group[0])) for way, groups in seen.ways.items()}
    return {**ranked, "total": seen.total, "hides": seen.hides}


def _words_before(facts: ServiceFacts, on: date) -> dict[str, Any]:
    """Of the year before, by itself: a sum over both years would give away what one of them hides.

    A year that was told before is told again as it was, unless whoever subtracts the two finds a group at least.
    """
    seen = publishable({"themes": facts.themes_before, "causes": facts.causes_before})
    year, told = on.year - 1, facts.told_before
    if told is not None and not may_follow(_told(told), seen):
        return {**told, "year": year}
    return {**_words(seen), "year": year, "as_of": on.isoformat()}


def _told(words: Mapping[str, Any]) -> Shown:
    return Shown({way: dict(words[way]) for way in ("themes", "causes")}, words["total"], words["hides"])


def _trained(facts: ServiceFacts) -> list[dict[str, Any]]:
    """Programmes of which the number of people may be told: neither they nor their colleagues are a handful."""
    rows = []
    for each in facts.trainings:
        people = of_a_known_whole(each.people, facts.staff)
        if people and not 0 < each.outside < LEAST:
            days = {"first_on": each.first_on.isoformat(), "last_on": each.last_on.isoformat()}
            rows.append({"programme": each.programme, "people": people, **days})
    return sorted(rows, key=lambda row: (-row["people"], row["programme"]))


def _promise(promise: Promise, on: date) -> dict[str, Any]:
    row = asdict(promise)
    row["due_on"] = promise.due_on.isoformat()
    row["done_on"] = promise.done_on.isoformat() if promise.done_on else None
    return row | {"overdue": promise.done_on is None and promise.due_on < on}


def _verdict(verdict: ServiceVerdict, elements: Sequence[str]) -> dict[str, Any]:
    """With the name of the element instead of its number."""
    row = asdict(verdict)
    del row["unit_id"]
    number = verdict.indicator.removeprefix("u")
    row["element"] = Element(elements[int(number) - 1]).value if number.isdecimal() else SKM
    return row
