"""The dictionary from a file, a row for each level: versions, both languages, and taking it back."""

from datetime import date

import pytest
from tests.rooms.competency.test_import import look, take
from tests.rooms.dashboards.town import AT, ON, Town
from tests.rooms.foundation.judged import codes
from tests.rooms.foundation.staging import everything_stored, staged

from renbina.competency.actions import AssessmentRow, record_assessments
from renbina.competency.models import BehaviourIndicator, Competency, CompetencyVersion
from renbina.competency.queries import versions_of
from renbina.config.imports import IMPORTS
from renbina.foundation.errors import Forbidden
from renbina.foundation.imports.actions import apply_batch
from renbina.foundation.imports.exports import data_sheet
from renbina.foundation.imports.journal import Journal
from renbina.foundation.imports.undo import undo_batch

HEAD = ("KODE", "JENIS", "NAMA", "NAMA (INGGRIS)", "LEVEL", "URAIAN LEVEL", "URAIAN LEVEL (INGGRIS)", "PERILAKU 1",
        "PERILAKU 1 (INGGRIS)", "PERILAKU 2")  # fmt: skip


def rows(*, code: str = "13.1", text: str = "uraian", english: str = "words", levels: range = range(1, 6)) -> list:
    return [
        (code, *(("Teknis", "Mengelola pasar") if n == levels[0] else (None, None)), "Running markets", n,
         f"{text} {n}", f"{english} {n}", f"perilaku {n}a", f"sign {n}a", f"perilaku {n}b")
        for n in levels
    ]  # fmt: skip


def entry(town: Town, code: str = "13.1") -> Competency:
    return Competency.objects.get(agency=town.agency, code=code)


def assess(town: Town, day: date) -> None:
    """Against words that stand since January."""
    CompetencyVersion.objects.filter(competency=entry(town)).update(since=date(2026, 1, 1))
    row = AssessmentRow(town.people[2].pk, "13.1", 3, "superior", day, date(2028, 1, 1))
    record_assessments(rows=[row], by=town.actor("analyst"), at=AT)


def test_a_new_competency_comes_with_its_levels_and_behaviours_in_both_languages(town):
    assert take(town, "dictionary", [HEAD, *rows()]) == ["new"] * 5
    made = entry(town)
    assert (made.name, made.name_en, made.kind) == ("Mengelola pasar", "Running markets", "technical")
    (words,) = versions_of(made)
    assert (words.number, words.since) == (1, ON)
    third = words.levels[2]
    assert (third.description, third.description_en) == ("uraian 3", "words 3")
    assert third.indicators == (("3.1", "perilaku 3a"), ("3.2", "perilaku 3b"))
    assert third.indicators_en == ("sign 3a", "")
    assert take(town, "dictionary", [HEAD, *rows()]) == ["same"] * 5


def test_other_words_begin_a_version_once_people_were_assessed_and_english_never_does(town):
    take(town, "dictionary", [HEAD, *rows()])
    take(town, "dictionary", [HEAD, *rows(text="kata")])
    assert [each.number for each in versions_of(entry(town))] == [1]  # nobody was assessed: corrected in place
    assess(town, date(2026, 5, 4))
    assert take(town, "dictionary", [HEAD, *rows(text="kata", english="terms")]) == ["changed"] * 5
    assert [each.number for each in versions_of(entry(town))] == [1]
    assert take(town, "dictionary", [HEAD, *rows(text="kata", english="terms", levels=range(2, 3))]) == ["same"]
    assert take(town, "dictionary", [HEAD, *rows(text="baru", english="terms", levels=range(2, 3))]) == ["changed"]
    newest, first = versions_of(entry(town))
    assert [each.description for each in newest.levels] == ["kata 1", "baru 2", "kata 3", "kata 4", "kata 5"]
    assert newest.levels[1].description_en == "terms 2"
    assert (first.levels[1].description, first.until, newest.since) == ("kata 2", ON, ON)


def test_words_that_people_were_assessed_against_today_are_held_and_their_english_is_not(town):
    take(town, "dictionary", [HEAD, *rows()])
    assess(town, ON)
    found = look(town, "dictionary", [HEAD, *rows(text="kata", english="terms")])
    assert {code for _row, _field, code in codes(found)} == {"words_used_today"}
    assert take(town, "dictionary", [HEAD, *rows(english="terms")]) == ["changed"] * 5
    assert versions_of(entry(town))[0].levels[0].description_en == "terms 1"


def test_half_a_competency_and_rows_that_contradict_each_other_are_held_with_the_reason(town):
    def wrong(*table: tuple) -> set[tuple[str, str]]:
        found = look(town, "dictionary", [HEAD, *table])
        assert {row.verdict for row in found} == {"held"}
        return {(field, code) for _row, field, code in codes(found)}

    good = rows()
    assert wrong(*good[:4]) == {("level", "levels_missing")}
    assert ("level", "out_of_range") in wrong(*good[:4], (*good[4][:4], 6, *good[4][5:]))
    other = [(*row[:2], f"Nama {place}", *row[3:]) for place, row in enumerate(good)]
    assert wrong(*other) == {("name", "entry_differs")}
    nameless = [(row[0], None, None, *row[3:]) for row in good]
    assert {("name", "entry_new"), ("kind", "entry_new")} <= wrong(*nameless)
    assert ("kind", "not_in_list") in wrong(*[(row[0], "Gaib", *row[2:]) for row in good])
    assert ("sign_1", "behaviour_skipped") in wrong(*[(*row[:7], None, None, "b") for row in good])
    assert ("sign_1_en", "english_alone") in wrong(*[(*row[:7], None, "b", None) for row in good])
    assert ("text", "level_without_words") in wrong(*[(*row[:5], None, *row[6:]) for row in good])
    assert ("name_en", "english_alone") in wrong(*[(*row[:2], None, *row[3:]) for row in good])
    assert ("level", "level_needed") in wrong(*[(*row[:4], None, *row[5:]) for row in good[:1]], *good[1:])
    assert not Competency.objects.filter(code="13.1").exists()


def test_what_goes_out_comes_in_without_a_difference(town):
    take(town, "dictionary", [HEAD, *rows()])
    sheet = data_sheet(IMPORTS["dictionary"], town.actor("analyst"), ON)
    table = [tuple(column.label for column in sheet.columns), *sheet.rows]
    found = look(town, "dictionary", table)
    assert [row.verdict for row in found] == ["same"] * (len(table) - 1)
    assert len(table) == 1 + 5 + 2  # and the two of the town that have no words


def test_a_file_that_is_taken_back_leaves_everything_as_it_was(town):
    by = town.actor("analyst")
    take(town, "dictionary", [HEAD, *rows()])
    assess(town, date(2026, 5, 4))
    before = everything_stored()
    table = [HEAD, *rows(text="baru", levels=range(2, 3)), *rows(code="13.2"), *rows(code="2.1", levels=range(1, 6))]
    batch = staged("dictionary", [tuple(str(cell) if cell is not None else "" for cell in row) for row in table], by)
    apply_batch(batch=batch, by=by, at=AT)
    assert CompetencyVersion.objects.filter(competency__agency=town.agency).count() == 4
    assert BehaviourIndicator.objects.filter(level__version__competency=entry(town, "13.2")).count() == 10
    undo_batch(batch=batch, by=by, at=AT)
    assert everything_stored() == before


def test_only_the_keepers_of_the_dictionary_bring_it_in(town):
    for name in ("auditor", "operator", "superior", "employee"):
        assert not IMPORTS["dictionary"].may(town.actor(name))
        with pytest.raises(Forbidden):
            IMPORTS["dictionary"].apply(rows=[], by=town.actor(name), at=AT, journal=Journal(None))
