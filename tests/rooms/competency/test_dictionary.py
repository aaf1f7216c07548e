"""The dictionary: ready entries, words in versions, and what was assessed against which words."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.rooms.dashboards.town import AT, ON, Town

from binacore.dictionary import ready_entries
from renbina.competency.actions import (
    AssessmentRow,
    CompetencyRefused,
    CompetencyRow,
    NewWords,
    adopt_entries,
    load_dictionary,
    record_assessments,
    reword,
)
from renbina.competency.models import BehaviourIndicator, Competency
from renbina.competency.queries import LevelWords, dictionary, entries, versions_of, words_on

MAY, JULY = date(2026, 5, 4), date(2026, 7, 1)
LEVELS = ("satu", "dua", "tiga", "empat", "lima")


def load(town: Town, *, levels: tuple[str, ...] = LEVELS, since: date | None = date(2026, 1, 1)) -> Competency:
    row = CompetencyRow("2.1", "Layanan digital", "technical", levels=levels, indicators=(("dapat masuk",),) * 5)
    load_dictionary(rows=[row], since=since, by=town.actor("analyst"), at=AT)
    return town.competencies["2.1"]


def words(third: str) -> NewWords:
    levels = (*LEVELS[:2], third, *LEVELS[3:])
    return NewWords("Layanan digital", "", tuple(LevelWords(n, text, ()) for n, text in enumerate(levels, start=1)))


def change(town: Town, third: str, since: date, *, reason: str = "Sistem baru", by: str = "analyst") -> None:
    reword(competency=load(town), words=words(third), since=since, reason=reason, by=town.actor(by), at=AT)


def assess(town: Town, day: date) -> None:
    row = AssessmentRow(town.people[2].pk, "2.1", 3, "superior", day, day + timedelta(days=700))
    record_assessments(rows=[row], by=town.actor("analyst"), at=AT)


def third_on(town: Town, day: date) -> str:
    return words_on([town.competencies["2.1"].pk], day)[town.competencies["2.1"].pk].levels[2].description


def test_changed_words_never_change_what_was_assessed_against_the_old(town):
    town.competencies["2.1"].assessments.all().delete()
    load(town)
    assess(town, MAY)
    change(town, "lebih dari tiga", JULY)
    assert (third_on(town, MAY), third_on(town, date(2026, 6, 30))) == ("tiga", "tiga")
    assert (third_on(town, JULY), third_on(town, ON)) == ("lebih dari tiga", "lebih dari tiga")
    assert third_on(town, date(2019, 1, 1)) == "tiga"  # before the first version its words


def test_new_words_cannot_begin_on_a_day_when_the_old_ones_were_used(town):
    load(town)
    assess(town, MAY)
    with pytest.raises(CompetencyRefused) as refused:
        change(town, "lebih", MAY)
    assert refused.value.field == "since"
    assert third_on(town, ON) == "tiga"


@pytest.mark.parametrize(
    ("since", "reason", "field"), [(date(2025, 1, 1), "x", "since"), (date(2027, 1, 1), " ", "reason")]
)
def test_words_without_a_reason_or_before_the_present_version_are_refused(town, since, reason, field):
    with pytest.raises(CompetencyRefused) as refused:
        change(town, "lebih", since, reason=reason)
    assert refused.value.field == field


def test_loading_other_words_makes_a_version_only_where_the_old_ones_were_used(town):
    town.competencies["2.1"].assessments.all().delete()
    load(town)
    load(town, levels=("1", *LEVELS[1:]), since=MAY)
    assert [each.number for each in versions_of(town.competencies["2.1"])] == [1]  # corrected, nobody had used them
    assess(town, MAY)
    load(town, levels=("baru", *LEVELS[1:]), since=JULY)
    found = versions_of(town.competencies["2.1"])
    assert [(each.number, each.levels[0].description) for each in found] == [(2, "baru"), (1, "1")]
    assert found[1].until == JULY
    load(town, levels=("baru", *LEVELS[1:]), since=ON)
    assert len(versions_of(town.competencies["2.1"])) == 2


def test_ready_entries_are_added_once_and_a_code_of_ones_own_is_held_with_what_it_means(town):
    ready = ready_entries()
    rows = [
        CompetencyRow(
            each.code, each.name, each.kind, each.family, tuple(level.words for level in each.levels), each.definition,
            tuple(level.signs for level in each.levels), each.by_class, each.origin,
        )
        for each in (ready["m1"], ready["m2"], ready["2.1"])
    ]  # fmt: skip
    with translation.override("en"):
        result = adopt_entries(rows=rows, by=town.actor("analyst"), at=AT)
    assert (result.added, result.known) == (("m2",), ("m1",))
    assert [(code, "Layanan digital" in why) for code, why in result.held] == [("2.1", True)]
    assert Competency.objects.get(agency=town.agency, code="2.1").name == "Layanan digital"
    assert BehaviourIndicator.objects.filter(level__version__competency__code="m2").count() == 15
    entry = entries(town.actor("employee")).get(code="m2")
    assert (entry.described, entry.indicators, entry.by_class) == (5, 15, True)
    again = adopt_entries(rows=rows, by=town.actor("analyst"), at=AT)
    assert (again.added, len(dictionary(town.actor("analyst")))) == ((), 3)
