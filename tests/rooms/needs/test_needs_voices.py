"""From talks, proposals and gates to what stands behind a need."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from binacore.gate import Cause
from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.needs import actions
from renbina.needs.models import GateCheck, Handover, Proposal
from renbina.needs.queries.gates import gates_waiting, training_shares
from renbina.needs.queries.proposing import ProposalCount, proposals_by_need
from renbina.needs.queries.voices import QuoteCount, code_lines, quotes_by_need, said

YEAR = 2027


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=6)


def of(town: PlanTown, code: str = "2.1") -> Competency:
    return Competency.objects.get(agency=town.agency, code=code)


def by(town: PlanTown) -> dict[str, Any]:
    return {"on": DAY, "by": town.analyst, "at": AT}


def talk(town: PlanTown, unit: str, *quotes: actions.NewQuote, people: int = 1) -> Any:
    kind = "fgd" if people > 1 else "interview"
    new = actions.NewInterview(YEAR, kind, town.units[unit], "Layanan digital", DAY, people)
    return actions.hold_interview(talk=new, quotes=quotes, **by(town))


def test_behind_a_code_stand_quotes_people_and_units_at_every_level(town: PlanTown) -> None:
    digital = of(town)
    lost = actions.NewQuote(1, "Saya panggil anak PKL.", "competence", digital)
    again = actions.NewQuote(1, "Layar galat tidak saya pahami.", "competence", digital)
    tools = actions.NewQuote(2, "Pencetak rusak.", "tools")
    talk(town, "LOKET", lost, again, tools, people=3)
    talk(town, "CAPIL", lost)
    talk(town, "BKPSDM", actions.NewQuote(1, "Belum dikodekan."))
    found = quotes_by_need(town.analyst, YEAR)
    units = town.units
    assert found == {
        (units["LOKET"].path, digital.pk): QuoteCount(2, 1, 1),
        (units["CAPIL"].path, digital.pk): QuoteCount(3, 2, 2),
    }
    assert quotes_by_need(town.analyst, 2026) == {}
    assert [(line.cause, line.count.people) for line in code_lines(town.analyst, YEAR)] == [
        ("competence", 2), ("tools", 1),
    ]  # fmt: skip


def test_a_quote_of_a_small_part_is_read_without_its_name_and_never_by_asking_for_it(town: PlanTown) -> None:
    quote = actions.NewQuote(1, "Kami jarang dipanggil.", "motive")
    talk(town, "CAPIL", quote, people=4)
    auditor, path = town.actor(Role.AUDITOR), town.units["CAPIL"].path
    assert [line.part for line in said(auditor, YEAR)] == [""]
    assert said(auditor, YEAR, path=path) == []
    assert [line.part for line in said(town.analyst, YEAR)] == ["Disdukcapil"]
    talk(town, "LOKET", quote)
    assert {line.part for line in said(auditor, YEAR)} == {"Disdukcapil"}
    with pytest.raises(Forbidden):
        said(town.actor(Role.UNIT_OPERATOR, unit="CAPIL"), YEAR)


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        (actions.NewQuote(2, "Siapa ini?", "motive"), "speaker"),
        (actions.NewQuote(1, " "), "text"),
        (actions.NewQuote(1, "Tanpa kompetensi.", "competence"), "competency"),
        (actions.NewQuote(1, "Entah.", "weather"), "cause"),
    ],
)
def test_a_quote_that_says_nothing_is_refused_at_its_place(town: PlanTown, quote: actions.NewQuote, field: str) -> None:
    with pytest.raises(actions.QuoteRefused) as refused:
        talk(town, "CAPIL", quote)
    assert refused.value.field == field


def ask(town: PlanTown, unit: str, title: str, people: int, **more: Any) -> Proposal:
    new = actions.NewProposal(YEAR, town.units[unit], title, people, "Antrean panjang", **more)
    return actions.propose(proposal=new, **by(town))


def test_merged_wishes_count_once_and_come_apart_again_as_they_were(town: PlanTown) -> None:
    digital, programme = of(town), Programme.objects.get(agency=town.agency, code="C01")
    kept = ask(town, "CAPIL", "Layanan digital", 12, programme=programme)
    same = ask(town, "LOKET", "Bimtek layanan digital", 8, competency=digital)
    other = ask(town, "BKPSDM", "Pelatihan digital", 5, competency=digital)
    actions.decide_proposal(proposal=other, status="accepted", reason="Perlu", **by(town))
    units = town.units
    assert proposals_by_need(town.analyst, YEAR)[units["CAPIL"].path, digital.pk] == ProposalCount(2, 20)
    actions.merge_proposals(into=kept, others=[same, other], reason="Isinya sama", **by(town))
    found = proposals_by_need(town.analyst, YEAR)
    assert found[units["CAPIL"].path, digital.pk] == ProposalCount(1, 12)
    assert found[units["LOKET"].path, digital.pk] == ProposalCount(1, 8)
    assert found[units["BKPSDM"].path, digital.pk] == ProposalCount(1, 5)
    for refused in (same, kept):
        with pytest.raises(actions.ProposalRefused):
            actions.merge_proposals(into=other, others=[refused], reason="Lagi", **by(town))
    actions.undo_merge(proposal=other, reason="Sasarannya lain", by=town.analyst, at=AT)
    other.refresh_from_db()
    assert (other.status, other.merged_into_id, other.status_reason) == ("accepted", None, "Sasarannya lain")
    actions.decide_proposal(proposal=other, status="declined", reason="Tidak ada kebutuhan", **by(town))
    assert (units["BKPSDM"].path, digital.pk) not in proposals_by_need(town.analyst, YEAR)


def test_an_employee_asks_for_oneself_and_takes_it_back_until_it_is_decided(town: PlanTown) -> None:
    me = town.actor(Role.EMPLOYEE, employee=town.people[1])
    mine = actions.NewProposal(YEAR, town.units["LOKET"], "Belajar SIAK", 1, "Sering macet", for_unit=False)
    made = actions.propose(proposal=mine, on=DAY, by=me, at=AT)
    with pytest.raises(actions.ProposalRefused, match="kata-kata yang sama"):
        actions.propose(proposal=mine, on=DAY, by=me, at=AT)
    with pytest.raises(NotFound):
        actions.withdraw_proposal(proposal=made, by=town.actor(Role.EMPLOYEE, employee=town.people[2]), at=AT)
    with pytest.raises(Forbidden):
        actions.propose(
            proposal=actions.NewProposal(YEAR, town.units["LOKET"], "Untuk semua", 9, "Perlu"), on=DAY, by=me, at=AT
        )
    actions.decide_proposal(proposal=made, status="accepted", reason="Sejalan", **by(town))
    with pytest.raises(actions.ProposalRefused):
        actions.withdraw_proposal(proposal=made, by=me, at=AT)


def test_an_operator_asks_for_the_units_of_the_own_part_only(town: PlanTown) -> None:
    operator = town.actor(Role.UNIT_OPERATOR, unit="CAPIL")
    asked = actions.NewProposal(YEAR, town.units["LOKET"], "Layanan digital", 6, "Antrean")
    assert actions.propose(proposal=asked, on=DAY, by=operator, at=AT).origin == "unit"
    elsewhere = actions.NewProposal(YEAR, town.units["BKPSDM"], "Layanan digital", 6, "Antrean")
    with pytest.raises(Forbidden):
        actions.propose(proposal=elsewhere, on=DAY, by=operator, at=AT)


QUEUE = {Cause.TOOLS: 38, Cause.COMPETENCE: 27, Cause.RULES: 20, Cause.STAFFING: 15}


def gate(town: PlanTown) -> GateCheck:
    return actions.open_gate(
        year=YEAR, unit=town.units["CAPIL"], competency=of(town), problem="Antrean panjang", **by(town)
    )


def route(town: PlanTown, cause: Cause, days: int = 30) -> actions.Route:
    return actions.Route(cause, "Perbaiki", town.units["BKPSDM"], DAY + timedelta(days=days))


def test_only_what_training_cures_becomes_share_and_the_rest_goes_to_owners(town: PlanTown) -> None:
    asked = gate(town)
    with pytest.raises(actions.GateRefused, match="Belum ada yang menjawab"):
        actions.decide_gate(gate=asked, routes=[], reason="", **by(town))
    actions.answer_gate(gate=asked, counts=QUEUE, source="100 keluhan yang dikodekan", **by(town))
    assert training_shares(town.analyst) == {}
    some = [route(town, Cause.TOOLS), route(town, Cause.RULES)]
    with pytest.raises(actions.GateRefused) as refused:
        actions.decide_gate(gate=asked, routes=some, reason="", **by(town))
    assert refused.value.field == "text_staffing"
    assert not Handover.objects.exists()
    done = actions.decide_gate(gate=asked, routes=[*some, route(town, Cause.STAFFING)], reason="Data", **by(town))
    assert done.verdict == "partly"
    assert training_shares(town.analyst) == {(town.units["CAPIL"].path, of(town).pk): pytest.approx(0.27)}
    assert sorted(Handover.objects.values_list("cause", flat=True)) == ["procedure", "staffing", "tools"]
    handed = Handover.objects.first()
    with pytest.raises(NotFound):
        actions.finish_handover(
            handover=handed, proof="Foto", on=DAY, by=town.actor(Role.UNIT_OPERATOR, unit="CAPIL"), at=AT
        )
    owner = town.actor(Role.UNIT_OPERATOR, unit="BKPSDM")
    assert actions.finish_handover(handover=handed, proof="Berita acara", on=DAY, by=owner, at=AT).done_on == DAY


def test_people_of_the_unit_answer_once_and_others_are_not_asked(town: PlanTown) -> None:
    asked = gate(town)
    clerk = town.actor(Role.EMPLOYEE, employee=town.people[1])  # of Loket, below Disdukcapil
    stranger = town.actor(Role.EMPLOYEE, employee=town.people[0])
    assert list(gates_waiting(clerk, DAY)) == [asked]
    assert list(gates_waiting(stranger, DAY)) == []
    actions.answer_gate(gate=asked, counts={Cause.TOOLS: 3, Cause.COMPETENCE: 1}, on=DAY, by=clerk, at=AT)
    assert list(gates_waiting(clerk, DAY)) == []
    for person in (clerk, stranger):
        with pytest.raises(Forbidden):
            actions.answer_gate(gate=asked, counts={Cause.TOOLS: 1}, on=DAY, by=person, at=AT)


def test_nobody_of_another_agency_is_answered(town: PlanTown) -> None:
    asked, made = gate(town), ask(town, "CAPIL", "Layanan digital", 3)
    stranger = Actor(9, 99_999, None, "Lain", town.analyst.grants)
    for call in (
        lambda: actions.answer_gate(gate=asked, counts=QUEUE, on=DAY, by=stranger, at=AT, source="x"),
        lambda: actions.decide_gate(gate=asked, routes=[], reason="", on=DAY, by=stranger, at=AT),
        lambda: actions.decide_proposal(proposal=made, status="accepted", reason="x", on=DAY, by=stranger, at=AT),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_talk_is_noted_after_it_was_held_and_with_as_many_people_as_its_kind_has(town: PlanTown) -> None:
    for kind, people, day in (("interview", 2, DAY), ("fgd", 1, DAY), ("interview", 1, date(2026, 12, 1))):
        new = actions.NewInterview(YEAR, kind, town.units["CAPIL"], "Layanan", day, people)
        with pytest.raises(actions.InterviewRefused):
            actions.hold_interview(talk=new, **by(town))
