"""The goal tree is written on pages, asks for competencies, and becomes evidence that weighs needs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.brought import codes, stored
from tests.rooms.planning.test_files import GOAL, GOAL_HEADINGS, MISSION, judge
from tests.rooms.planning.test_files import GOALS as KIND
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency, UnitGap
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.needs.actions import EvidenceRow, collect_evidence, record_evidence
from renbina.needs.models import Evidence
from renbina.needs.queries import priority_of, ranked_needs
from renbina.planning import actions
from renbina.planning.models import Goal, GoalCompetency, Indicator
from renbina.planning.queries import LinkAsked, effect_of_link


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=6)


@pytest.fixture
def top(town: PlanTown) -> Goal:
    return Goal.objects.get(agency=town.agency, level="mission")


@pytest.fixture
def goal(town: PlanTown) -> Goal:
    return Goal.objects.get(agency=town.agency, level="strategic_goal")


def by(town: PlanTown) -> dict[str, Any]:
    return {"by": town.analyst, "at": AT}


def digital(town: PlanTown) -> Competency:
    return Competency.objects.get(agency=town.agency, code="2.1")


def asks(town: PlanTown, goal: Goal, **more: Any) -> LinkAsked:
    values: dict[str, Any] = {"competency_id": digital(town).pk, "weight": 1.3, "reason": "RPJMD", "year_from": 2025}
    return LinkAsked(goal=goal, **(values | more))


def told(town: PlanTown) -> list[tuple[str, str, int | None, float]]:
    rows = Evidence.objects.filter(agency=town.agency, source="strategy").order_by("unit__path", "pk")
    return [(row.origin, row.competency.code, row.unit_id, row.weight) for row in rows.select_related("competency")]


def counted(town: PlanTown) -> None:
    """Gaps by unit, as the nightly computation leaves them."""
    for competency in Competency.objects.filter(agency=town.agency):
        for unit in ("LOKET", "BKPSDM"):
            UnitGap.objects.create(
                unit=town.units[unit], competency=competency, people=3, known=3, below=3, missing=4, missing_critical=0
            )


# --- the tree


def test_goals_are_added_renamed_moved_and_removed(town: PlanTown, top: Goal, goal: Goal) -> None:
    other = actions.add_goal(level="mission", text="  Kota   sehat ", parent=None, **by(town))
    assert (other.text, other.order) == ("Kota sehat", 2)
    moved = actions.change_goal(goal=goal, level="strategic_goal", text="Pegawai cakap", parent=other, **by(town))
    assert (moved.parent_id, moved.text) == (other.pk, "Pegawai cakap")
    actions.remove_goal(goal=top, **by(town))
    assert not Goal.objects.filter(pk=top.pk).exists()
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert {"planning.add_goal", "planning.change_goal", "planning.remove_goal"} <= set(verbs)


@pytest.mark.parametrize(
    ("level", "parent", "text", "field"),
    [
        ("strategic_goal", None, "Baru", "parent"),
        ("mission", "top", "Baru", "parent"),
        ("strategic_goal", "goal", "Baru", "parent"),
        ("strategic_goal", "top", "pegawai  yang CAKAP", "text"),
        ("strategic_goal", "top", "   ", "text"),
        ("cita", None, "Baru", "level"),
    ],
)
def test_a_goal_in_the_wrong_place_is_refused_with_its_field(
    town: PlanTown, top: Goal, goal: Goal, level: str, parent: str | None, text: str, field: str
) -> None:
    above = {"top": top, "goal": goal, None: None}[parent]
    with pytest.raises(actions.GoalRefused) as refused:
        actions.add_goal(level=level, text=text, parent=above, **by(town))
    assert refused.value.field == field


def test_a_goal_never_serves_itself_or_what_serves_it(town: PlanTown, top: Goal, goal: Goal) -> None:
    for parent in (goal, top):
        with pytest.raises(actions.GoalRefused) as refused:
            actions.change_goal(goal=top, level="mission", text=top.text, parent=parent, **by(town))
        assert refused.value.field == "parent"
    with override("en"), pytest.raises(actions.GoalRefused, match="serve this one"):
        actions.remove_goal(goal=top, **by(town))
    top.refresh_from_db()
    assert top.parent_id is None


def test_a_goal_cannot_sink_below_what_serves_it(town: PlanTown, goal: Goal) -> None:
    programme = actions.add_goal(level="programme", text="Program", parent=goal, **by(town))
    assert programme.parent_id == goal.pk
    with pytest.raises(actions.GoalRefused) as refused:
        actions.change_goal(goal=goal, level="programme", text=goal.text, parent=goal.parent, **by(town))
    assert refused.value.field == "level"


def test_what_a_plan_stands_on_stays(town: PlanTown, goal: Goal) -> None:
    indicator = goal.indicators.get()  # an activity of the plan serves it
    with override("en"), pytest.raises(actions.IndicatorRefused, match="1 rows"):
        actions.remove_indicator(indicator=indicator, **by(town))
    with override("en"), pytest.raises(actions.GoalRefused, match="1 rows"):
        actions.remove_goal(goal=goal, **by(town))
    assert Indicator.objects.filter(pk=indicator.pk).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit": " "}, "unit"),
        ({"name": ""}, "name"),
        ({"name": "pns memenuhi 20 jp"}, "name"),
        ({"target_year": 2024}, "target_year"),
        ({"baseline_year": 20}, "baseline_year"),
    ],
)
def test_an_indicator_says_what_is_measured(town: PlanTown, goal: Goal, changed: dict[str, Any], field: str) -> None:
    values: dict[str, Any] = {
        "name": "Waktu layanan", "unit": "menit", "baseline": 40.0, "baseline_year": 2025, "target": 15.0,
        "target_year": 2027,
    }  # fmt: skip
    actions.add_indicator(goal=goal, measure=actions.Measure(**values | {"name": "Yang lain"}), **by(town))
    with pytest.raises(actions.IndicatorRefused) as refused:
        actions.add_indicator(goal=goal, measure=actions.Measure(**values | changed), **by(town))
    assert refused.value.field == field


# --- what goals ask for becomes evidence


def test_a_link_is_evidence_at_once_and_twice_changes_nothing(town: PlanTown, goal: Goal) -> None:
    units = (town.units["CAPIL"].pk, town.units["BKPSDM"].pk)
    first = actions.link_competency(asked=asks(town, goal, units=units), **by(town))
    origin = f"goal:{goal.public_id}"
    assert first.added == 2
    assert sorted(told(town)) == sorted((origin, "2.1", unit, 1.3) for unit in units)
    kept = set(Evidence.objects.values_list("pk", flat=True))
    again = actions.derive_goal_evidence(year=2027, on=DAY, **by(town))
    assert (again.added, again.changed, again.same, again.removed) == (0, 0, 2, 0)
    collected = collect_evidence(year=2027, on=DAY, **by(town))  # the button finds the same
    assert (collected.same, collected.removed) == (2, 0)
    assert kept <= set(Evidence.objects.values_list("pk", flat=True))


def test_changing_and_removing_a_link_changes_and_removes_its_evidence_only(town: PlanTown, goal: Goal) -> None:
    by_hand = EvidenceRow("strategy", digital(town).pk, 1.5, "Dicatat tangan", DAY)
    record_evidence(rows=[by_hand], **by(town))
    actions.link_competency(asked=asks(town, goal), **by(town))
    link = GoalCompetency.objects.get()
    changed = actions.link_competency(asked=asks(town, goal, weight=1.8), link=link, **by(town))
    assert (changed.added, changed.changed) == (0, 1)
    assert [row[3] for row in told(town)] == [1.5, 1.8]
    removed = actions.unlink_competency(link=link, **by(town))
    assert removed.removed == 1
    assert told(town) == [("", "2.1", None, 1.5)]


def test_a_link_of_other_years_says_nothing_of_this_plan(town: PlanTown, goal: Goal) -> None:
    actions.link_competency(asked=asks(town, goal, year_from=2020, year_to=2026), **by(town))
    assert told(town) == []
    link = GoalCompetency.objects.get()
    actions.link_competency(asked=asks(town, goal, year_from=2020, year_to=2027), link=link, **by(town))
    assert len(told(town)) == 1


def test_removing_a_goal_removes_what_it_asked_for(town: PlanTown, top: Goal) -> None:
    extra = actions.add_goal(level="programme", text="Program", parent=top, **by(town))
    actions.link_competency(asked=asks(town, extra), **by(town))
    assert len(told(town)) == 1
    actions.remove_goal(goal=extra, **by(town))
    assert told(town) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"weight": 1.0}, "weight"), ({"weight": 2.5}, "weight"), ({"year_to": 2024}, "year_to"),
     ({"year_from": 12}, "year_from")],
)  # fmt: skip
def test_a_link_that_says_nothing_is_refused(
    town: PlanTown, goal: Goal, changed: dict[str, Any], field: str
) -> None:  # fmt: skip
    with pytest.raises(actions.LinkRefused) as refused:
        actions.link_competency(asked=asks(town, goal, **changed), **by(town))
    assert refused.value.field == field


def test_a_goal_asks_for_a_competency_once(town: PlanTown, goal: Goal) -> None:
    actions.link_competency(asked=asks(town, goal), **by(town))
    with pytest.raises(actions.LinkRefused) as refused:
        actions.link_competency(asked=asks(town, goal, weight=1.1), **by(town))
    assert refused.value.field == "competency"


def test_only_who_writes_goals_and_only_in_the_own_agency(town: PlanTown, goal: Goal) -> None:
    with pytest.raises(Forbidden):
        actions.link_competency(asked=asks(town, goal), by=town.actor(Role.AUDITOR), at=AT)
    other = build("Kota Lain", 2, first=600)
    with pytest.raises(NotFound):
        actions.link_competency(asked=asks(town, goal), by=other.analyst, at=AT)
    with pytest.raises(NotFound):
        actions.change_goal(goal=goal, level="mission", text="x", parent=None, by=other.analyst, at=AT)


def test_the_effect_shown_before_is_what_comes_true(town: PlanTown, goal: Goal) -> None:
    counted(town)
    asked = asks(town, goal, weight=2.0, units=(town.units["CAPIL"].pk,))
    shown = effect_of_link(town.analyst, DAY, 2027, None, asked)
    assert (shown.rescored, shown.of) == (1, 6)
    actions.link_competency(asked=asked, **by(town))
    scores = {need.key: need.score.value for need in ranked_needs(town.analyst, DAY).needs}
    (moved,) = shown.first
    assert scores[moved.need.key] == pytest.approx(moved.score_after)
    assert moved.score_after > moved.need.score.value
    assert priority_of(town.analyst, digital(town).pk, town.units["LOKET"].path, on=DAY).weight > 1.9
    back = effect_of_link(town.analyst, DAY, 2027, GoalCompetency.objects.get().pk, None)
    assert back.first[0].score_after == pytest.approx(moved.need.score.value)


# --- files


ASKED = ("Tujuan strategis", "Pelayanan publik prima", "Kota yang melayani", *[None] * 7)
HEADINGS = (*GOAL_HEADINGS, "KOMPETENSI", "BOBOT", "UNIT PELAKSANA", "ALASAN", "BERLAKU DARI", "BERLAKU SAMPAI")


def full(row: tuple[Any, ...], *more: Any) -> tuple[Any, ...]:
    return (*row, *more, *[None] * (len(HEADINGS) - len(row) - len(more)))


def test_a_file_brings_what_goals_ask_for_and_gives_it_back(town: PlanTown) -> None:
    asked = full(ASKED, "2.1", 1.3, "CAPIL", "RPJMD", 2025, 2029)
    rows = judge(KIND, HEADINGS, full(MISSION), full(GOAL), asked, town=town)
    assert [(row.verdict, codes(row)) for row in rows] == [("new", [])] * 3
    assert stored(KIND, rows, by=town.analyst, at=AT)["asked_added"] == 1
    link = GoalCompetency.objects.get()
    assert (link.weight, link.year_to, [unit.code for unit in link.units.all()]) == (1.3, 2029, ["CAPIL"])
    again = judge(KIND, HEADINGS, full(MISSION), full(GOAL), asked, town=town)
    assert [row.verdict for row in again] == ["same"] * 3
    heavier = judge(KIND, HEADINGS, full(ASKED, "2.1", 1.5, None, "RPJMD", 2025, 2029), town=town)
    assert set(heavier[0].changes) == {"weight", "carriers"}
    stored(KIND, heavier, by=town.analyst, at=AT)
    link.refresh_from_db()
    assert (link.weight, link.units.count()) == (1.5, 0)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (("9.9", 1.3, None, None, 2025), "competency: competency_unknown"),
        (("2.1", 1, None, None, 2025), "weight: weight_neutral"),
        (("2.1", None, None, None, 2025), "weight: asked_missing"),
        (("2.1", 1.3, None, None, 2025, 2024), "year_to: last_before_first"),
        ((None, 1.3, None, None, 2025), "competency: competency_missing"),
        (("2.1", 1.3, "Dinas Entah", None, 2025), "carriers: unit_unknown"),
    ],
)
def test_what_a_file_asks_wrongly_is_held(town: PlanTown, more: tuple[Any, ...], problem: str) -> None:
    row = judge(KIND, HEADINGS, full(MISSION), full(ASKED, *more), town=town)[1]
    assert (row.verdict, codes(row)) == ("held", [problem])


def test_a_row_holds_an_indicator_or_a_competency(town: PlanTown) -> None:
    rows = judge(KIND, HEADINGS, full(MISSION), full(GOAL, "2.1", 1.3, None, None, 2025), town=town)
    assert codes(rows[1]) == ["competency: one_of_two"]


# --- pages


def opened(client: Client, town: PlanTown, role: str = "analyst") -> Client:
    client.force_login(town.users[role])
    client.cookies["renbina_language"] = "en"
    return client


def sent(town: PlanTown, **more: Any) -> dict[str, Any]:
    values = {"competency": digital(town).public_id, "weight": "1.3", "reason": "RPJMD", "year_from": "2025"}
    return values | more


def test_a_link_is_saved_only_after_its_effect_was_seen(client: Client, town: PlanTown, goal: Goal) -> None:
    counted(town)
    address = reverse("planning:goal-competency-new", args=[goal.public_id])
    opened(client, town)
    blind = client.post(address, sent(town, do="save"))
    assert blind.status_code == 422
    assert not GoalCompetency.objects.exists()
    tried = client.post(address, sent(town, do="try"))
    text = tried.content.decode()
    assert "The score of 2 needs changes" in text
    seen = tried.context["form"]["seen"].value()
    other = client.post(address, sent(town, do="save", seen=seen, weight="1.9"))
    assert other.status_code == 422  # not what was seen
    assert client.post(address, sent(town, do="save", seen=seen)).status_code == 302
    assert len(told(town)) == 1
    page = client.get(reverse("planning:goal", args=[goal.public_id])).content.decode()
    assert "Literasi layanan digital" in page
    link = GoalCompetency.objects.get()
    away = reverse("planning:goal-competency", args=[link.public_id])
    assert "If it is removed" in client.post(away, {"do": "try-remove"}).content.decode()
    client.post(away, {"do": "remove"})
    assert told(town) == []


def test_a_need_names_the_goal_that_asks_for_it(client: Client, town: PlanTown, goal: Goal) -> None:
    counted(town)
    actions.link_competency(asked=asks(town, goal), **by(town))
    opened(client, town)
    need = reverse("needs:need", args=[town.units["CAPIL"].public_id, digital(town).public_id])
    with CaptureQueriesContext(connection) as queries:
        text = client.get(need).content.decode()
    assert len(queries) <= 15
    assert text.count(reverse("planning:goal", args=[goal.public_id])) == 2  # its row, and which goals it serves
    assert "Pegawai yang cakap" in text


def test_goals_read_as_a_tree_and_leave_as_a_list(client: Client, town: PlanTown, goal: Goal) -> None:
    counted(town)
    actions.link_competency(asked=asks(town, goal), **by(town))
    opened(client, town)
    tree = reverse("planning:goal-tree")
    for address in (tree, f"{tree}?tampil=daftar", reverse("planning:goal", args=[goal.public_id])):
        with CaptureQueriesContext(connection) as queries:
            text = client.get(address).content.decode()
        assert len(queries) <= 15, (address, len(queries))
        assert "Literasi layanan digital" in text
    assert "6 must have it, 6 are below the standard" in client.get(tree).content.decode()
    lines = client.get(f"{tree}?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4  # headings; the mission; an indicator and a competency of its goal


def test_forms_say_why_and_readers_do_not_write(client: Client, town: PlanTown, top: Goal, goal: Goal) -> None:
    opened(client, town)
    refused = client.post(reverse("planning:goal-edit", args=[top.public_id]), {"do": "remove"})
    assert refused.status_code == 422
    assert "Move them to another goal" in refused.content.decode()
    new = {"do": "save", "level": "programme", "parent": goal.public_id, "text": "Program baru"}
    assert client.post(reverse("planning:goal-new"), new).status_code == 302
    assert Goal.objects.get(text="Program baru").parent_id == goal.pk
    measure = {"name": "Waktu", "unit": "menit", "baseline": "40", "baseline_year": "2025", "target": "15",
               "target_year": "2027"}  # fmt: skip
    assert client.post(reverse("planning:indicator-new", args=[top.public_id]), measure).status_code == 302
    made = top.indicators.get()
    assert client.post(reverse("planning:indicator", args=[made.public_id]), {"do": "remove"}).status_code == 302
    assert not top.indicators.exists()
    opened(client, town, "auditor")
    page = client.get(reverse("planning:goal", args=[goal.public_id])).content.decode()
    assert reverse("planning:goal-edit", args=[goal.public_id]) not in page
    assert client.get(reverse("planning:goal-new")).status_code == 403


def places(town: PlanTown, goal: Goal) -> list[str]:
    beside = Goal.objects.filter(agency=town.agency, parent=goal.parent).order_by("order", "pk")
    return list(beside.values_list("text", flat=True))


def test_a_goal_changes_places_with_its_neighbours(client: Client, town: PlanTown, goal: Goal) -> None:
    first = goal.text
    for text in ("Kedua", "Ketiga"):
        actions.add_goal(level="strategic_goal", text=text, parent=goal.parent, **by(town))
    Goal.objects.filter(parent=goal.parent).update(order=4)  # as a file may leave them
    opened(client, town)
    third = Goal.objects.get(text="Ketiga")
    address = reverse("planning:goal-edit", args=[third.public_id])
    page = client.get(address).content.decode()
    assert 'value="earlier"' in page
    assert 'value="later"' not in page
    moved = client.post(address, {"do": "earlier"})
    assert (moved.status_code, places(town, goal)) == (302, [first, "Ketiga", "Kedua"])
    actions.place_goal(goal=third, earlier=True, **by(town))
    actions.place_goal(goal=third, earlier=True, **by(town))  # nothing stands before the first
    assert places(town, goal) == ["Ketiga", first, "Kedua"]
    actions.place_goal(goal=third, earlier=False, **by(town))
    assert places(town, goal) == [first, "Ketiga", "Kedua"]
    opened(client, town, "auditor")
    assert client.post(address, {"do": "earlier"}).status_code == 403


def test_programmes_are_tied_to_an_indicator_on_its_page(client: Client, town: PlanTown, goal: Goal) -> None:
    opened(client, town)
    first, second = Programme.objects.filter(agency=town.agency).order_by("code")[:2]
    measure = {"name": "Waktu", "unit": "menit", "baseline": "40", "baseline_year": "2025", "target": "15",
               "target_year": "2027", "programmes": [first.public_id]}  # fmt: skip
    assert client.post(reverse("planning:indicator-new", args=[goal.public_id]), measure).status_code == 302
    made = goal.indicators.get(name="Waktu")
    assert list(made.programmes.all()) == [first]
    address = reverse("planning:indicator", args=[made.public_id])
    Programme.objects.filter(pk=first.pk).update(retired_on=DAY)  # what serves already is still offered
    chosen = client.get(address).context["form"]
    assert chosen.initial["programmes"] == [first.public_id]
    both = measure | {"do": "save", "programmes": [first.public_id, second.public_id]}
    assert client.post(address, both).status_code == 302
    assert set(made.programmes.all()) == {first, second}
    assert client.post(address, both | {"programmes": ["xxxx"]}).status_code == 422
    last = AuditEvent.objects.filter(verb="planning.change_indicator").order_by("-sequence").first()
    assert last is not None
    assert last.new["programmes"] == sorted([first.code, second.code])
    with pytest.raises(NotFound):
        actions.add_indicator(
            goal=goal, measure=actions.Measure("Lain", "x", 1, 2025, 2, 2027, programmes=(0,)), **by(town)
        )
