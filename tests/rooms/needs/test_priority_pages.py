"""Pages of priorities: rank, evidence, people, weights, and what collecting changes."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.dashboards.town import AT, ON, Town, add_user, build_town

from renbina.competency.actions import refresh_gaps
from renbina.competency.models import Assessment, PositionStandard
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs.actions import EvidenceRow, LimitsRefused, collect_evidence, record_evidence, set_limits
from renbina.needs.models import Evidence, Interview, Proposal, Quote
from renbina.needs.queries import ranked_needs
from renbina.records.models import PerformanceResult

LIMITS = {"criticality": 2, "voice": 1.8, "strategy": 2, "performance": 1.3, "evaluation": 1.3, "staff": 1.2}


def filled(people: int = 12, name: str = "Kota Uji") -> Town:
    """A town with evidence from every source of this room."""
    town = build_town(name, people)
    digital, unit = town.competencies["2.1"], town.units["one"]
    PositionStandard.objects.filter(position=town.positions["clerk"], competency=digital).update(is_critical=True)
    for person in town.people[2:8]:
        Assessment.objects.create(
            employee=person, competency=town.competencies["m1"], level=2, method="mapping",
            assessed_on=date(2026, 2, 1), valid_until=date(2028, 2, 1),
        )  # fmt: skip
        PerformanceResult.objects.filter(employee=person).update(predicate="needs_improvement")
    talk = Interview.objects.create(
        agency=town.agency, year=2027, kind="group", unit=unit, topic="Antrean", held_on=ON, people=6
    )
    for speaker in range(1, 6):
        Quote.objects.create(
            interview=talk, speaker=speaker, text=f"Sistem baru sulit {speaker}", cause="competence",
            competency=digital, coded_on=ON,
        )  # fmt: skip
    Proposal.objects.create(agency=town.agency, year=2027, unit=unit, title="Bimtek SPBE", competency=digital, people=4)
    record_evidence(rows=[EvidenceRow("voice", digital.pk, 1.4, "SKM 76", ON, unit.pk)], by=town.system, at=AT)
    refresh_gaps(on=ON, by=town.system, at=AT)
    add_user(town, "head", Role.HEAD_OF_DEVELOPMENT)
    return town


@pytest.fixture
def town(db: None) -> Town:
    return filled()


def page(client: Client, town: Town, name: str, *args: str, user: str = "analyst", **query: str) -> str:
    client.force_login(town.users[user])
    answer = client.get(reverse(f"needs:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def collected(town: Town) -> tuple[int, int, int, int]:
    told = collect_evidence(year=2027, on=ON, by=town.system, at=AT)
    return told.added, told.changed, told.same, told.removed


def test_collecting_twice_changes_nothing_and_what_was_recorded_by_hand_stays(town: Town) -> None:
    added, *_rest = collected(town)
    assert added >= 3
    assert collected(town) == (0, 0, added, 0)
    interview = Evidence.objects.get(source="interview", unit=town.units["one"])
    assert (interview.people, interview.confidence) == (5, pytest.approx(5 / 9, abs=1e-3))
    Quote.objects.filter(speaker=5).delete()
    Proposal.objects.all().delete()
    gone = collected(town)
    assert gone[1:] == (1, added - 2, 1)
    assert Evidence.objects.filter(origin="", source="voice").count() == 1


def test_what_was_collected_lifts_the_need_and_the_ranking_says_by_how_much(town: Town) -> None:
    before = {need.key: need for need in ranked_needs(town.system, ON).needs}
    collected(town)
    after = {need.key: need for need in ranked_needs(town.system, ON).needs}
    key = town.units["one"].path, town.competencies["2.1"].pk
    assert after[key].score.value > before[key].score.value * 1.2


def test_the_ranked_list_shows_the_sum_of_every_need(client: Client, town: Town) -> None:
    collected(town)
    shown = page(client, town, "ranking")
    first = ranked_needs(town.system, ON).needs[0]
    assert first.competency.name in shown
    assert reverse("needs:need", args=[first.unit.public_id, first.competency.public_id]) in shown


def test_the_page_of_a_need_has_all_sources_and_hides_voices_from_operators(client: Client, town: Town) -> None:
    collected(town)
    ids = town.units["one"].public_id, town.competencies["2.1"].public_id
    shown = page(client, town, "need", *ids)
    assert "SKM 76" in shown
    voices = page(client, town, "need-voices", *ids)
    assert "Bimtek SPBE" in voices
    assert "Sistem baru sulit 1" in voices
    assert "Sistem baru sulit 1" not in page(client, town, "need-voices", *ids, user="operator")
    other = town.units["two"].public_id
    client.force_login(town.users["operator"])
    assert client.get(reverse("needs:need", args=[other, ids[1]])).status_code == 404


@pytest.mark.parametrize("people", [12, 60])
def test_no_page_of_priorities_asks_more_queries_for_more_people(client: Client, db: None, people: int) -> None:
    town = filled(people)
    collected(town)
    ids = [town.units["one"].public_id, town.competencies["2.1"].public_id]
    client.force_login(town.users["analyst"])
    pages = [reverse(f"needs:{name}") for name in ("ranking", "heat", "enough", "limits")]
    pages += [reverse(f"needs:{name}", args=ids) for name in ("need", "need-people", "need-voices")]
    for name in [*pages, reverse("needs:heat", query={"unit": ids[0]})]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(name).status_code == 200
        assert len(queries) <= 15, (name, len(queries), [query["sql"].partition(" FROM ")[2][:60] for query in queries])


def test_limits_are_saved_only_after_their_effect_was_seen_and_with_a_reason(client: Client, town: Town) -> None:
    client.force_login(town.users["head"])
    address = reverse("needs:limits")
    asked = LIMITS | {"year": 2027}
    assert client.post(address, asked | {"save": "1", "reason": "SK 1"}).status_code == 422
    tried = client.post(address, asked | {"try": "1"})
    seen = tried.context["form"].data["seen"]
    assert tried.context["effect"].of > 0
    assert client.post(address, asked | {"save": "1", "seen": seen}).status_code == 422
    assert ranked_needs(town.system, ON).limits.voice == 1.5
    assert client.post(address, asked | {"save": "1", "seen": seen, "reason": "SK 1"}).status_code == 302
    assert ranked_needs(town.system, ON).limits.voice == 1.8


def test_only_the_head_of_development_changes_limits_and_bad_ones_are_refused(town: Town) -> None:
    with pytest.raises(Forbidden):
        set_limits(year=2027, limits=LIMITS, reason="x", by=town.actor("analyst"), at=AT)
    with pytest.raises(LimitsRefused, match="10"):
        set_limits(year=2027, limits=LIMITS | {"voice": 11}, reason="x", by=town.actor("head"), at=AT)


def test_of_the_unassessed_the_first_to_ask_are_named_and_the_others_spared(client: Client, town: Town) -> None:
    ids = town.units["one"].public_id, town.competencies["m1"].public_id
    shown = page(client, town, "need-people", *ids, tampil="unknown")
    assert "Pegawai 0009" in shown
    assert "Pegawai 0000" not in shown
    assert page(client, town, "enough")
    assert page(client, town, "heat", unit=town.units["one"].public_id)
