"""Your voice -> what was done -> what changed, by service. Nobody is asked who they are; frozen figures only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binacore.verdict import Verdict
from renbina.foundation.http import Request, asks_nobody
from renbina.publication.queries import ResultRow, result_of, result_rows
from renbina.publication.wording import ELEMENTS, GRADES, Sure, how_sure, not_judged
from renbina.voice.enums import Cause, Theme

A_PAGE: Final = 20
ALIKE: Final = 0.05  # means that differ by less are as good as the same
TOP: Final = 3
Groups = Sequence[tuple[str, int]]
ORDER: Final = tuple(Verdict)  # surest first


@asks_nobody
@require_safe
def results(request: Request) -> HttpResponse:
    """Every service with a published page."""
    rows = result_rows()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [(row, _summary(row.figures)) for row in page],
        "page": page,
        "pages": page.paginator.num_pages,
        "kept": sum(len(row.figures["kept"]) for row in rows),
        "overdue": sum(each["overdue"] for row in rows for each in row.figures["open"]),
    }
    return render(request, "publication/results.html", context)


@asks_nobody
@require_safe
def result(request: Request, public_id: str) -> HttpResponse:
    """One service. Where nothing is published the page says so, and nothing else about the service."""
    row = result_of(public_id)
    if row is None:
        return render(request, "publication/no_result.html", status=404)
    return render(request, "publication/result.html", {"row": row, **_page(row)})


def _summary(figures: Mapping[str, Any]) -> dict[str, Any]:
    now, before = _period(figures["satisfaction"]["now"]), _period(figures["satisfaction"]["before"])
    return {
        "now": now,
        "before": before,
        "grade": GRADES.get(now["grade"]) if now else None,
        "said": figures["words"]["total"],
        "kept": len(figures["kept"]),
        "overdue": sum(each["overdue"] for each in figures["open"]),
    }


def _page(row: ResultRow) -> dict[str, Any]:
    figures = row.figures
    words, before = figures["words"], figures.get("words_before")  # None: published before two years were told
    moved = _moved(figures)
    summary = _summary(figures)
    return {
        **summary,
        "sum": summary,
        "lowest": sorted(moved, key=lambda each: each["now"])[:TOP],
        "elements": moved,
        "judged": [each for each in moved if each["judged"]],
        "general": _sure(figures["verdicts"]).get("skm", []),
        "themes": _bars(words["themes"], before["themes"] if before else [], Theme),
        "causes": _bars(words["causes"], before["causes"] if before else [], Cause),
        "hides": words["hides"] or bool(before and before["hides"]),
        "said_before": before["total"] if before else None,
        "year_before": before["year"] if before else None,
        "counted_before": date.fromisoformat(before["as_of"]) if before else None,
        "trained": [_days(each, "first_on", "last_on") for each in figures["trained"]],
        "trained_hidden": figures["trained_hidden"],
        "kept_promises": [_days(each, "due_on", "done_on") for each in figures["kept"]],
        "open_promises": [_days(each, "due_on") for each in figures["open"]],
        "procedures": sum(each["cause"] == Cause.PROCEDURE for each in figures["kept"]),
        "has_said": bool(before and before["themes"])
        or bool(words["themes"] or words["causes"] or figures["satisfaction"]["now"]),
        "year": row.published_at.year,
    }


def _moved(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The nine elements with what they were, how far they moved and how sure one is why."""
    sure = _sure(figures["verdicts"])
    rows = []
    for each in figures["satisfaction"]["elements"]:
        change = None if each["before"] is None else round(each["now"] - each["before"], 2)
        rows.append(
            {
                "name": ELEMENTS[each["element"]],
                "now": each["now"],
                "before": each["before"],
                "change": change,
                "alike": change is not None and abs(change) < ALIKE,
                "judged": each["element"] in sure,
                "sure": sure.get(each["element"]) or [not_judged()],
            }
        )
    return rows


def _sure(verdicts: list[Mapping[str, Any]]) -> dict[str, list[Sure]]:
    """Element -> what is known of each programme that was to change it, the newest verdict of each, surest first."""
    newest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for each in verdicts:
        newest.setdefault((each["element"], each["programme"]), each)
    found: dict[str, list[Sure]] = {}
    for each in sorted(newest.values(), key=lambda each: (ORDER.index(each["verdict"]), each["programme"])):
        found.setdefault(each["element"], []).append(how_sure(each))
    return found


def _bars(now: Groups, before: Groups, labels: type[Theme] | type[Cause]) -> list[tuple[Any, int, int, int]]:
    """(label, people now, people the year before, the largest of all), the largest first; 0: not shown."""
    counts, earlier = dict(now), dict(before)
    most = max((*counts.values(), *earlier.values()), default=0)
    codes = [*counts, *(code for code in earlier if code not in counts)]
    return [(labels(code).label, counts.get(code, 0), earlier.get(code, 0), most) for code in codes]


def _period(period: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if period is None else _days(period, "starts_on", "last_day")


def _days(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Frozen days are text; pages write them as days."""
    return {**row, **{name: date.fromisoformat(row[name]) for name in names if row[name]}}
