"""Form 2a: behaviours become questions level by level, and ticks become the level that the whole list would make."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.form_2a import NONE_OF_THEM, Described, Level, form_of, items_of, ticks
from binacore.gaps import level_from_indicators
from binacore.questionnaire import Questionnaire, faults, languages
from binacore.sheets import clean_sheet
from binacore.survey import Kind


def described(*counts: int, code: str = "DIG-01") -> Described:
    """A competency with so many behaviours at each level."""
    levels = tuple(
        Level(level, f"Tingkat {level}", tuple((f"{level}.{n}", f"Perilaku {level}.{n}") for n in range(1, count + 1)))
        for level, count in enumerate(counts, start=1)
    )
    return Described(code, f"Kompetensi {code}", "Artinya", levels)


def form(*competencies: Described) -> Questionnaire:
    return form_of(competencies, name="2a", purpose="", intro="")


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=5).flatmap(
        lambda counts: st.tuples(
            st.just(tuple(counts)), st.lists(st.booleans(), min_size=sum(counts), max_size=sum(counts))
        )
    )
)
def test_what_is_not_asked_would_not_have_changed_the_level(drawn: tuple[tuple[int, ...], list[bool]]) -> None:
    counts, said = drawn
    one = described(*counts)
    behaviours = [code for level in one.levels for code, _text in level.behaviours]
    every = dict(zip(behaviours, said, strict=True))
    made = form(one)
    sent = {item.code: "yes" if every[item.code.split("_", 1)[1].replace("_", ".")] else "no" for item in made.items}
    kept = clean_sheet(made, sent)  # drops answers to questions that are not asked
    found = ticks(one, made.items, kept)
    assert found is not None
    assert found.level == level_from_indicators(every)
    assert set(found.marks.items()) <= set(every.items())
    assert len(found.marks) == len(kept)


def test_a_sound_questionnaire_comes_of_several_competencies_even_if_their_codes_fold_alike() -> None:
    made = form(described(2, 2, code="2.1"), described(2, 2, code="2-1"), described(2, code="Ü"))
    assert faults(made) == ()
    assert {item.subject for item in made.items} == {"competency:2.1", "competency:2-1", "competency:Ü"}


def test_a_competency_described_by_level_is_one_question_with_anchors() -> None:
    one = described(0, 0, 0)
    [item] = items_of(one, "k")
    assert (item.kind, item.low, item.high) == (Kind.LEVEL, 0, 3)
    assert item.choices == (NONE_OF_THEM, "Tingkat 1", "Tingkat 2", "Tingkat 3")
    for level in range(4):
        found = ticks(one, [item], {item.code: level})
        assert found is not None
        assert found.level == level
    assert ticks(one, [item], {}) is None


def test_questions_that_are_not_the_words_of_the_dictionary_prove_nothing() -> None:
    one, made = described(1, 2), form(described(1, 2))
    sheet = {item.code: "yes" for item in made.items}
    told = ticks(one, made.items, sheet)
    assert told is not None
    assert told.level == 2
    assert ticks(described(1, 3), made.items, sheet) is None  # a behaviour was added
    assert ticks(one, made.items[:-1], sheet) is None  # a question was taken out
    assert ticks(one, [], sheet) is None


def test_what_was_left_open_proves_nothing() -> None:
    one = described(2, 2)
    items = items_of(one, "k")
    found = ticks(one, items, {"k_1_1": "yes"})
    assert found is not None
    assert (found.level, dict(found.marks)) == (0, {"1.1": True})
    assert ticks(one, items, {}) is None


def test_a_competency_without_level_one_cannot_be_asked() -> None:
    empty = Described("X", "Kosong", "", ())
    assert not empty.is_askable
    with pytest.raises(ValueError, match="level 1"):
        form(empty)


def test_a_text_longer_than_a_question_can_be_is_cut_alike_on_both_sides() -> None:
    one = Described("L", "Panjang", "x" * 900, (Level(1, "Satu", (("1.1", "kata " * 200),)),))
    made = form(one)
    assert len(made.items[0].text) <= 400
    assert len(made.sections[0].intro) <= 400
    assert ticks(one, made.items, {made.items[0].code: "yes"}) is not None


def in_english(one: Described) -> Described:
    levels = tuple(
        replace(
            each, words_en=f"Level {each.level}", behaviours_en=tuple(f"Does {code}" for code, _ in each.behaviours)
        )
        for each in one.levels
    )
    return replace(one, name_en=f"Competency {one.code}", definition_en="Its meaning", levels=levels)


ENGLISH = {"name": "Form 2a", "intro": "Answer for each behaviour."}


def test_a_dictionary_that_is_whole_in_english_makes_a_form_in_both_languages() -> None:
    both = [in_english(described(2, 1)), in_english(described(0, 0, 0, code="m1"))]
    made = form_of(both, name="2a", purpose="", intro="Jawab.", english=ENGLISH)
    assert faults(made) == ()
    assert languages(made) == ("en",)
    assert made.translations == {"en": ENGLISH}
    assert [each.translations["en"]["title"] for each in made.sections] == ["Competency DIG-01", "Competency m1"]
    assert [each.translations["en"]["text"] for each in made.items[:3]] == ["Does 1.1", "Does 1.2", "Does 2.1"]
    assert made.items[3].translations["en"]["choices"] == ["None of these yet", "Level 1", "Level 2", "Level 3"]
    asked = [each for each in made.items if each.subject == "competency:m1"]
    assert ticks(both[1], asked, {asked[0].code: 2}) == ticks(described(0, 0, 0, code="m1"), asked, {asked[0].code: 2})


@pytest.mark.parametrize(
    "lacking",
    [
        {"name_en": ""},
        {"definition_en": " "},
        {"levels": described(2, 1).levels},
        {"levels": (Level(1, "Satu", (("1.1", "Ada"),), behaviours_en=("Is", "One too many")),)},
    ],
)
def test_a_form_is_never_half_translated(lacking: dict[str, Any]) -> None:
    half = replace(in_english(described(2, 1)), **lacking)
    made = form_of([in_english(described(1, code="A")), half], name="2a", purpose="", intro="", english=ENGLISH)
    assert languages(made) == ()
    assert faults(made) == ()
