"""Everything that the report of a needs analysis says, read once for all of its forms."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Sum

from renbina.foundation.actor import Actor
from renbina.needs.access import VIEW_VOICES, require, visible_gates, visible_handovers
from renbina.needs.enums import ProposalStatus
from renbina.needs.models import GateCheck, Handover, Proposal, Study
from renbina.needs.queries.cycles import CyclePage, cycle_page
from renbina.needs.queries.proposing import ProposalTotals, proposal_totals, proposals
from renbina.needs.queries.ranking import Material, Ranking, material, ranking_of
from renbina.needs.queries.studies import studies
from renbina.needs.queries.voices import CodeLine, SaidLine, code_lines, said, talk_totals
from renbina.organisation.models import Agency
from renbina.organisation.queries import agency_of
from renbina.surveys.queries.scores import SubjectScore, scores_by_subject

QUOTES_A_CODE: Final = 3
READER: Final = "needs report"


@dataclass(frozen=True, slots=True)
class GapSum:
    """People whose post asks, of them assessed, of those below, levels that these miss; `name` of what is summed."""

    name: str
    people: int
    known: int
    below: int
    missing: int


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """The analysis for the plan of `year` as it stands on a day, in its chief figures."""

    agency: Agency
    year: int
    on: date
    ranking: Ranking
    by_competency: tuple[GapSum, ...]  # most missing levels first
    by_unit: tuple[GapSum, ...]
    talks: tuple[int, int, int]  # talks, people, quotes
    statuses: tuple[tuple[ProposalStatus, int, int, int], ...]  # status, proposals, people, rupiah
    asked: ProposalTotals
    subjects: Mapping[str, str]  # code of a competency -> its name
    names: Mapping[int, str]  # key of a competency -> its name
    units: Mapping[str, str]  # public_id of a unit -> its short name


@dataclass(frozen=True, slots=True)
class ReportMaterial:
    """The whole analysis."""

    summary: ReportSummary
    cycle: CyclePage | None
    codes: tuple[CodeLine, ...]
    quotes: tuple[SaidLine, ...]
    proposals: tuple[Proposal, ...]
    gates: tuple[GateCheck, ...]
    handovers: tuple[Handover, ...]
    studies: tuple[Study, ...]
    scores: tuple[SubjectScore, ...]


def report_summary(actor: Actor, year: int, on: date) -> ReportSummary:
    """What the page of the report shows; twelve queries. Raises Forbidden for whoever may not read all voices."""
    require(actor, VIEW_VOICES)
    found = material(actor, year)
    by_competency, by_unit = _gap_sums(found)
    return ReportSummary(
        agency=agency_of(actor),
        year=year,
        on=on,
        ranking=ranking_of(found),
        by_competency=by_competency,
        by_unit=by_unit,
        talks=talk_totals(actor, year),
        statuses=_statuses(actor, year),
        asked=proposal_totals(actor, year),
        subjects={each.code: each.name for each in found.competencies.values()},
        names={key: each.name for key, each in found.competencies.items()},
        units={unit.public_id: unit.short_name for unit in found.units.values()},
    )


def report_material(actor: Actor, year: int, on: date) -> ReportMaterial:
    """What the documents say. Raises Forbidden for whoever may not read the voices of the whole agency."""
    summary = report_summary(actor, year, on)
    decided = visible_gates(actor).filter(year=year, decided_on__isnull=False).select_related("unit", "competency")
    handed = visible_handovers(actor, on).filter(gate__year=year).select_related("unit")
    return ReportMaterial(
        summary=summary,
        cycle=cycle_page(actor, year, on),
        codes=tuple(code_lines(actor, year)),
        quotes=_few_of_each(said(actor, year)),
        proposals=tuple(proposals(actor, year=year).order_by("unit__path", "title", "pk")),
        gates=tuple(decided.order_by("unit__path", "pk")),
        handovers=tuple(handed.order_by("due_on", "pk")),
        studies=tuple(studies(actor, year).order_by("effective_on", "pk")),
        # Means of groups that the rules of surveys let be seen; who reads the report need not run questionnaires.
        scores=scores_by_subject(Actor.system(summary.agency.pk, READER)),
    )


def _gap_sums(found: Material) -> tuple[tuple[GapSum, ...], tuple[GapSum, ...]]:
    """The sums of all needs by competency and by unit, from the same rows as the ranking."""
    groups: dict[str, dict[str, list[int]]] = {"competency": {}, "unit": {}}
    for (path, competency), sums in found.sums.items():
        numbers = (sums.people, sums.known, sums.below, sums.missing)
        for kind, name in (("competency", found.competencies[competency].name), ("unit", found.units[path].name)):
            held = groups[kind].setdefault(name, [0, 0, 0, 0])
            for place, number in enumerate(numbers):
                held[place] += number
    return _sorted(groups["competency"]), _sorted(groups["unit"])


def _sorted(sums: Mapping[str, list[int]]) -> tuple[GapSum, ...]:
    rows = (GapSum(name, people, known, below, missing) for name, (people, known, below, missing) in sums.items())
    return tuple(sorted(rows, key=lambda row: (-row.missing, row.name)))


def _few_of_each(lines: list[SaidLine]) -> tuple[SaidLine, ...]:
    kept: dict[tuple[str, str], list[SaidLine]] = defaultdict(list)
    for line in lines:
        if len(kept[line.cause, line.competency]) < QUOTES_A_CODE:
            kept[line.cause, line.competency].append(line)
    return tuple(line for few in kept.values() for line in few)


def _statuses(actor: Actor, year: int) -> tuple[tuple[ProposalStatus, int, int, int], ...]:
    rows = proposals(actor, year=year).order_by().values("status")
    counted = rows.annotate(n=Count("pk"), asking=Sum("people"), money=Sum("amount"))
    found = {row["status"]: (row["n"], row["asking"] or 0, row["money"] or 0) for row in counted}
    return tuple((status, *found[status]) for status in ProposalStatus if status in found)
