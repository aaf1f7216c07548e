"""The official plan as PDF, from the same rows and words as the screen. Reads nothing itself."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binacore.rules import Confidence
from renbina.planning import wording
from renbina.planning.queries import DocumentMaterial, GoalNode, IndicatorNode, RowLine, Seat
from renbina.planning.wording.decisions import decree_words
from renbina.ui import formats, typesetting

TEMPLATE = "planning/documents/plan.typ"


def file_name(material: DocumentMaterial, ending: str) -> str:
    """`rencana-2027-<public id>.pdf`: random and dated, never a name or number of a person."""
    plan = material.page.plan
    return f"{_('plan')}-{plan.year}-{plan.public_id}.{ending}"


def plan_pdf(material: DocumentMaterial) -> bytes:
    """The tagged PDF (PDF/UA-1) in the active language. Raises ui.typesetting.DocumentNotMade."""
    run = material.page.run
    made = run.finished_at.replace(microsecond=0) if run and run.finished_at else None
    return typesetting.pdf_bytes(TEMPLATE, plan_data(material), at=made)


def plan_data(material: DocumentMaterial) -> dict[str, Any]:
    """Finished words and numbers for the template: every figure of the screen, none of its own."""
    page, figures = material.page, material.page.figures
    plan, run = page.plan, page.run
    year = {"year": plan.year}
    kpis = wording.kpis(figures)
    return {
        "title": _("Development and Competency Plan for Civil Servants %(year)s") % year,
        "agency": page.agency.name,
        "stage": plan.get_stage_display(),
        "over": f"{page.agency.name} · {plan.get_stage_display()} · {standing(material)}",
        "lead": wording.headline(plan.year, figures),
        "proof": wording.proof_words(run.gap if run else None),
        "made": formats.day(material.on),
        "numbered": True,
        "footer": f"{page.agency.short_name} · {plan.title} · {plan.public_id}",
        "figures": [
            {
                "label": each.label,
                "value": f"{each.value} {each.unit}".strip(),
                "note": f"{each.delta} {each.note}".strip(),
            }
            for each in kpis
        ],
        "words": _words(),
        "rules": [_rule_cells(line.title, line.rule) for line in material.rules],
        "employments": [[name, formats.number(count)] for name, count in material.employments],
        "units": [_unit_cells(line) for line in material.units],
        "needs": [_need_cells(line) for line in material.needs],
        "need_bars": [
            {"label": line.competency, "value": line.levels, "text": formats.number(line.levels)}
            for line in material.needs[:8]
        ],
        "goals": _goal_cells(material.goals),
        "programmes": [statutory_cells(material, row) for row in page.rows if row.programme],
        "activities": [activity_cells(row) for row in page.rows if not row.programme],
        "funds": [_fund_cells(fund) for fund in figures["funds"]],
        "way_bars": _way_bars(figures),
        "notices": [*wording.notices(figures), *_minimum(material)],
        "left_out": [
            [wording.left_out_words(why), formats.number(n)] for why, n in sorted(figures["left_out"].items())
        ],
        "participants": [participant_cells(seats) for seats in _by_person(material.seats)],
        "total": formats.rupiah(figures["used"]),
        "proof_rows": proof_rows(material),
    }


def statutory_cells(material: DocumentMaterial, row: RowLine) -> list[str]:
    """The seven columns a to g of PP 11/2017, article 207, for one programme."""
    kinds = material.kinds.by_programme.get(row.programme_code, ())
    return [
        ", ".join(kinds) or _("Learning hours"),
        _("%(n)s people") % {"n": formats.number(row.participants)},
        f"{row.title} ({row.form}, {formats.hours(row.hours)})",
        row.partner or row.owner or "–",
        when(row),
        _("not stated in the catalogue"),
        formats.rupiah(row.amount),
    ]


def activity_cells(row: RowLine) -> list[str]:
    """A row that is not a programme: activity, indicator with its target, owner, time, people, output, money."""
    indicator = f"{row.indicator} ({row.target})" if row.indicator else "–"
    people = formats.number(row.participants)
    return [row.title, indicator, row.owner or "–", when(row), people, row.output or "–", formats.rupiah(row.amount)]


def participant_cells(seats: Sequence[Seat]) -> list[str]:
    """One person with all their seats, as the annex lists them."""
    first = seats[0]
    told = [f"{seat.programme_name} ({wording.month_words(seat.month, short=True)})" for seat in seats]
    hours = formats.hours(sum(seat.hours for seat in seats))
    return [f"{first.name} · {first.nip}", f"{first.position} · {first.unit}", "; ".join(told), hours]


def _by_person(seats: Sequence[Seat]) -> list[list[Seat]]:
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        found.setdefault(seat.person, []).append(seat)
    return list(found.values())


def standing(material: DocumentMaterial) -> str:
    """Whether this is the plan or a draft of it; a draft must never pass for a decree."""
    return decree_words(material.decree) if material.decree else _("draft, not set by decree")


def proof_rows(material: DocumentMaterial) -> list[list[str]]:
    run = material.page.run
    if run is None:
        return []
    sealed = [[_("Seal of the decree"), material.decree.seal]] if material.decree else []
    return [
        [_("Standing"), standing(material)],
        *sealed,
        [_("Distance to the best plan"), wording.proof_words(run.gap)],
        [_("Worth of the plan, in points"), formats.number(run.objective, 1)],
        [_("Highest worth that is possible, in points"), formats.number(run.bound, 1)],
        [_("Put together on"), formats.day(run.finished_at)],
        [_("Fingerprint of the data"), run.problem_sha256],
        [_("Fingerprint of the rules"), run.rulebook_sha256],
        [_("Program"), run.software_version],
    ]


def when(row: RowLine) -> str:
    first = wording.month_words(row.month_from)
    if not row.month_from or row.month_to in (None, row.month_from):
        return first
    return f"{first}–{wording.month_words(row.month_to)}"


def _rule_cells(title: str, rule: Any) -> list[str]:
    marks = {
        Confidence.CONFIRMED: _("read in the source"),
        Confidence.AGENCY_DECISION: _("decision of the agency"),
    }
    mark = marks.get(rule.confidence, _("general knowledge, to be checked"))
    shown = formats.number(rule.value) if isinstance(rule.value, int) else formats.percent(rule.value, 2)
    return [_RULES.get(rule.rule_id, lambda: title)(), f"{shown}", rule.citation_in(get_language()), mark]


_RULES = {
    "learning.pns_minimum_hours": lambda: _("Fewest learning hours (JP) of a PNS in a year"),
    "learning.pppk_maximum_hours": lambda: _("Most learning hours (JP) of a PPPK in a contract year"),
    "learning.pppk_target_hours": lambda: _("Learning hours (JP) the agency wishes for a PPPK; 0 is no target"),
    "budget.training_share_city": lambda: _("Least share of spending for training, city or regency"),
    "budget.training_share_province": lambda: _("Least share of spending for training, province"),
}


def _unit_cells(line: Any) -> list[str]:
    return [line.name, formats.number(line.people), formats.number(line.attending), formats.number(line.seats)]


def _need_cells(line: Any) -> list[str]:
    return [line.competency, line.kind, *(formats.number(n) for n in (line.people, line.levels, line.closed))]


def _fund_cells(fund: dict[str, Any]) -> list[str]:
    return [fund["name"], *(formats.rupiah(n) for n in (fund["amount"], fund["used"], fund["amount"] - fund["used"]))]


def _goal_cells(nodes: tuple[GoalNode, ...], depth: int = 0) -> list[list[str]]:
    cells: list[list[str]] = []
    for node in nodes:
        indicators: list[IndicatorNode | None] = [*node.indicators] or [None]
        for place, each in enumerate(indicators):
            text = f"{'— ' * depth}{node.goal.text}" if place == 0 else ""
            one = each.indicator if each else None
            cells.append(
                [
                    text,
                    one.name if one else "–",
                    f"{formats.measured(one.baseline)} ({one.baseline_year})" if one else "–",
                    f"{formats.measured(one.target)} {one.unit} ({one.target_year})" if one else "–",
                ]
            )
        cells += _goal_cells(tuple(node.children), depth + 1)
    return cells


def _way_bars(figures: Any) -> list[dict[str, Any]]:
    manual = figures["manual"]
    pairs = (
        (_("Gap closed · this plan"), figures["closed_share"]),
        (_("Gap closed · simple way"), manual["closed_share"]),
        (_("PNS reaching the hours · this plan"), wording.share_of(figures["pns_at_target"], figures["pns"])),
        (_("PNS reaching the hours · simple way"), wording.share_of(manual["pns_at_target"], figures["pns"])),
    )
    return [{"label": label, "value": share or 0, "text": formats.percent(share)} for label, share in pairs]


def _minimum(material: DocumentMaterial) -> list[str]:
    if material.least_budget is None:
        return []
    words = {"least": formats.rupiah(material.least_budget), "used": formats.rupiah(material.page.figures["used"])}
    return [_("The rule on training asks for at least %(least)s a year; this plan uses %(used)s.") % words]


def _words() -> dict[str, Any]:
    """Headings of the template, by its own names."""
    return {
        "basis": _("Legal basis"),
        "basis_text": _(
            "The values below are dated and cited. A mark says whether somebody has read them in the "
            "source."
        ),
        "basis_head": [_("Rule"), _("Value"), _("Source"), _("Mark")],
        "profile": _("Profile of the civil servants"),
        "profile_head": [_("Employment"), _("People")],
        "unit_head": [_("Unit"), _("People"), _("Attending"), _("Seats")],
        "unit_caption": _("People and seats by unit"),
        "needs": _("Needs"),
        "needs_text": _(
            "Competencies with most missing levels, counted from valid assessments against the standard "
            "of each post."
        ),
        "needs_head": [_("Competency"), _("Kind"), _("People"), _("Levels missing"), _("Levels closed")],
        "needs_chart": _("Missing levels by competency"),
        "goals": _("Goals and indicators"),
        "goals_head": [_("Goal"), _("Indicator"), _("Baseline"), _("Target")],
        "plan": _("The plan"),
        "programmes": _("Programmes"),
        "programmes_text": _("The seven columns are those that PP 11/2017, articles 205 to 207, asks for."),
        "programmes_head": [
            _("a. Kind of competency"), _("b. Whom it is for"), _("c. Kind and way of development"), _("d. Organiser"),
            _("e. Time"), _("f. Fit with the curriculum"), _("g. Budget"),
        ],
        "activities": _("Other activities"),
        "activities_head": [
            _("Activity"), _("Indicator and target"), _("Owner"), _("When"), _("People"), _("Output"), _("Budget"),
        ],
        "budget": _("Budget"),
        "budget_head": [_("Fund"), _("Amount"), _("Used"), _("Left")],
        "budget_total": _("Used in all"),
        "way": _("The same money, two ways"),
        "monitoring": _("Monitoring and proof"),
        "monitoring_text": _(
            "Each programme is followed by attendance, certificates and learning hours; a new assessment "
            "shows whether levels have risen. The plan can be computed again from the kept data and must "
            "give the same result."
        ),
        "left_out": _("Not planned for"),
        "left_out_head": [_("Reason"), _("People")],
        "annex": _("Annex: all participants"),
        "annex_head": [_("Name and NIP"), _("Post and unit"), _("Programme"), _("Hours")],
        "none": _("None."),
        "proof_head": [_("What"), _("Value")],
    }  # fmt: skip
