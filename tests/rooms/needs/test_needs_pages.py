"""The pages of the needs room: what each reader sees, in how many queries, and that forms do what they say."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.needs.test_needs_cycles import finish, plan
from tests.rooms.needs.test_needs_voices import QUEUE, YEAR, ask, by, gate, of, route, talk
from tests.rooms.planning.town import DAY, PlanTown, build

from binacore.gate import Cause
from renbina.foundation.actor import Role
from renbina.foundation.models import AuditEvent
from renbina.needs import actions
from renbina.needs.models import GateAnswer, Proposal, ProposalsApart, Quote


@pytest.fixture
def town(db: None) -> PlanTown:
    town = build(people=6)
    plan(town)
    finish(town, 1, DAY)
    said = actions.NewQuote(1, "Kalau SIAK berhenti saya panggil anak PKL.", "competence", of(town))
    talk(town, "LOKET", said, actions.NewQuote(2, "Pencetak rusak.", "tools"), people=3)
    return town


def more(town: PlanTown, numbers: range) -> None:
    """As many more of everything."""
    for each in numbers:
        ask(town, "BKPSDM", f"Arsip {each}", 3 + each)
        talk(town, "BKPSDM", actions.NewQuote(1, f"Kata {each}."))
        asked = actions.open_gate(
            year=YEAR, unit=town.units["BKPSDM"], competency=of(town, "1.1"), problem=f"Macet {each}", **by(town)
        )
        actions.answer_gate(gate=asked, counts=QUEUE, source="Catatan", **by(town))
        routes = [route(town, cause) for cause in (Cause.TOOLS, Cause.RULES, Cause.STAFFING)]
        actions.decide_gate(gate=asked, routes=routes, reason="", **by(town))
        study = actions.NewStudy(YEAR, "technology", f"Alat {each}", "Rencana", "Berubah", of(town), 4)
        actions.record_study(study=study, **by(town))


LISTS = ("home", "said", "talk-list", "proposal-list", "proposal-desk", "gate-list", "handover-list", "study-list")


def test_no_page_asks_more_when_there_is_more(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    more(town, range(2))
    asked = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as few:
            assert client.get(reverse(f"needs:{name}")).status_code == 200
        asked[name] = len(few)
    more(town, range(2, 14))
    for name in LISTS:
        with CaptureQueriesContext(connection) as many:
            assert client.get(reverse(f"needs:{name}"), {"per": "100"}).status_code == 200
        assert len(many) <= min(15, asked[name] + 1), name


def test_home_says_which_stage_it_is_and_who_may_go_on(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    shown = client.get(reverse("needs:home")).content.decode()
    assert "anak PKL" not in shown
    assert reverse("needs:proposal-desk") in shown
    client.force_login(town.users["unit_operator"])
    shown = client.get(reverse("needs:home")).content.decode()
    assert reverse("needs:talk-list") not in shown
    assert client.get(reverse("needs:said")).status_code == 403
    client.force_login(town.users["employee"])
    assert client.get(reverse("needs:home")).status_code == 403
    assert client.get(reverse("needs:my-proposals")).status_code == 200


def test_a_reader_sees_what_was_said_but_neither_speaker_nor_desk(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["auditor"])
    shown = client.get(reverse("needs:said")).content.decode()
    assert "anak PKL" in shown
    assert "Disdukcapil" not in shown  # three of it spoke
    assert client.get(reverse("needs:talk-list")).status_code == 403


def test_the_desk_merges_what_is_the_same_and_undoing_is_one_form(client: Client, town: PlanTown) -> None:
    kept, same = (
        ask(town, "CAPIL", "Layanan digital di loket", 12),
        ask(town, "LOKET", "Bimtek layanan digital loket", 4),
    )
    client.force_login(town.users["analyst"])
    url = reverse("needs:proposal-desk")
    assert "Bimtek layanan digital loket" in client.get(url).content.decode()
    sent = {"keep": kept.public_id, "same": [same.public_id], "reason": ""}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"reason": "Sama isinya"}).status_code == 302
    same.refresh_from_db()
    assert (same.status, same.merged_into) == ("merged", kept)
    page = reverse("needs:proposal", args=[same.public_id])
    assert "Sama isinya" in client.get(page).content.decode()
    assert client.post(page, {"do": "undo", "reason": "Lain sasaran"}).status_code == 302
    same.refresh_from_db()
    assert same.status == "new"


def test_the_desk_remembers_what_is_not_the_same_until_that_is_taken_back(client: Client, town: PlanTown) -> None:
    first, second = (
        ask(town, "CAPIL", "Layanan digital di loket", 12),
        ask(town, "LOKET", "Bimtek layanan digital loket", 4),
    )
    client.force_login(town.users["analyst"])
    url = reverse("needs:proposal-desk")
    assert client.get(url).context["groups"] == 1
    sent = {"do": "apart", "keep": second.public_id, "same": [first.public_id], "reason": ""}
    assert client.post(url, sent).status_code == 422
    for status in (302, 422):
        assert client.post(url, sent | {"reason": "Sasarannya lain"}).status_code == status
    pair = ProposalsApart.objects.get()
    assert AuditEvent.objects.filter(verb__endswith="keep_apart").exists()
    page = client.get(url)
    assert (page.context["groups"], "Sasarannya lain" in page.content.decode()) == (0, True)
    assert client.post(url, {"do": "again", "pair": "0" * 26}).status_code == 404
    assert client.post(url, {"do": "again", "pair": pair.public_id}).status_code == 302
    assert client.get(url).context["groups"] == 1


def test_an_employee_proposes_with_two_fields_and_reads_what_becomes_of_it(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["employee"])
    page = client.get(reverse("needs:propose")).content.decode()
    assert 'name="people"' not in page
    assert client.post(reverse("needs:propose"), {"title": "", "reason": ""}).status_code == 422
    sent = client.post(reverse("needs:propose"), {"title": "Belajar SIAK", "reason": "Sering macet"})
    made = Proposal.objects.get(title="Belajar SIAK")
    assert sent.url == reverse("needs:proposal", args=[made.public_id])
    assert (made.people, made.origin, made.unit.code) == (1, "employee", "LOKET")
    actions.decide_proposal(proposal=made, status="declined", reason="Ada pendampingan di loket", **by(town))
    assert "Ada pendampingan di loket" in client.get(reverse("needs:my-proposals")).content.decode()
    assert client.get(reverse("needs:propose"), {"for": "unit"}).status_code == 403
    other = ask(town, "BKPSDM", "Milik unit lain", 3)
    assert client.get(reverse("needs:proposal", args=[other.public_id])).status_code == 404


def test_the_gate_is_answered_on_a_phone_decided_and_handed_over(client: Client, town: PlanTown) -> None:
    asked = gate(town)
    client.force_login(town.users["employee"])
    page = reverse("needs:gate-answer", args=[asked.public_id])
    assert asked.problem in client.get(reverse("needs:my-proposals")).content.decode()
    counts = {"competence": 1, "tools": 3, "rules": 0, "staffing": 0, "motive": 0}
    assert client.post(page, dict.fromkeys(counts, 0)).status_code == 422
    refused = client.post(page, counts | {"tools": 11})  # of the last ten
    assert (refused.status_code, "Paling banyak 10" in refused.content.decode()) == (422, True)
    assert client.post(page, counts).status_code == 302
    assert client.get(page).status_code == 404
    assert GateAnswer.objects.get().asked == "employee"
    client.force_login(town.users["analyst"])
    url = reverse("needs:gate", args=[asked.public_id])
    assert "25" in client.get(url).content.decode()
    sent: dict[str, Any] = {"do": "decide", "text_tools": "Perbaiki pencetak", "due_tools": "2026-12-20", "reason": ""}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, sent | {"unit_tools": town.units["BKPSDM"].public_id}).status_code == 302
    handed = asked.handovers.get()
    client.force_login(town.users["unit_operator"])  # of Disdukcapil, not the owner
    done = {"handover": handed.public_id, "proof": "Berita acara"}
    assert client.post(reverse("needs:handover-list"), done).status_code == 404


def test_a_talk_is_noted_and_its_quotes_coded_on_its_page(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    new = {
        "kind": "fgd", "unit": town.units["CAPIL"].public_id, "topic": "Antrean", "held_on": "2026-11-20", "people": 4,
        "guide": "", "notes": "Empat petugas",
    }  # fmt: skip
    sent = client.post(reverse("needs:talk-new"), new)
    assert sent.status_code == 302
    assert client.post(sent.url, {"do": "add", "text": "Kami menebak.", "speaker": 9}).status_code == 422
    assert client.post(sent.url, {"do": "add", "text": "Kami menebak.", "speaker": 2}).status_code == 302
    quote = Quote.objects.get(text="Kami menebak.")
    code = {"do": "code", "quote": quote.public_id, "cause": "competence"}
    assert client.post(sent.url, code).status_code == 422
    assert client.post(sent.url, code | {"competency": of(town).public_id}).status_code == 302
    quote.refresh_from_db()
    assert quote.competency == of(town)
    client.force_login(town.users["auditor"])
    assert client.get(sent.url).status_code == 403


def test_planning_the_stages_shows_their_days(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    url = reverse("needs:cycle", args=[2028])
    stages = [each for each in client.get(url).context["form"].fields if each.startswith("days_")]
    assert len(stages) == 7
    form = client.get(url).context["form"]
    sent = {name: form.initial[name] for name in stages} | {name.replace("days", "owner"): "analyst" for name in stages}
    assert client.post(url, sent | {"starts_on": "2027-02-01"}).status_code == 302
    assert "2028" in client.get(reverse("needs:home")).content.decode()
    stage = town.agency.needs_cycles.get(year=2027).stages.get(position=1)
    page = reverse("needs:stage", args=[stage.public_id])
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Belum lengkap"}).status_code == 302
    assert Role.ANALYST in {grant.role for grant in town.analyst.grants}
