"""What is asked of whom, and what keeps a questionnaire from being asked: against trying every answer."""

import itertools
import tomllib
from dataclasses import replace

import pytest

from binacore.instruments import ready_instruments
from binacore.questionnaire import Clause, Item, Part, Questionnaire, Wrong, faults
from binacore.questionnaire_files import Bad, Unreadable, read, write
from binacore.sheets import UNKNOWN, AnswerWrong, NotAnAnswer, asked, clean_sheet, following, preceding
from binacore.survey import Kind

CHOICE = Item("a", Kind.CHOICE, "Pilih", choices=("x", "y", "z"))
SCALE = Item("b", Kind.LIKERT, "Nilai", low=1, high=4)
MANY = Item("c", Kind.MULTI, "Beberapa", required=False, choices=("p", "q"))
SEEN = Item("d", Kind.INDICATOR, "Terlihat?", required=False)
WORDS = Item("w", Kind.TEXT, "Saran", required=False)


def whole(*items, **changes):
    return Questionnaire("", "Uji", sections=(Part("Bagian", items=items, **changes),))


def only(item, *clauses):
    return replace(item, condition=clauses)


def every_sheet(items):
    """Every way to answer or leave out; nothing of it knows the conditions."""
    ways = {
        Kind.CHOICE: lambda item: list(item.choices),
        Kind.LIKERT: lambda item: list(range(item.low, item.high + 1)),
        Kind.INDICATOR: lambda _item: ["yes", "no"],
        Kind.MULTI: lambda item: [list(some) for n in (1, 2) for some in itertools.combinations(item.choices, n)],
    }
    lists = [[None, *ways[item.kind](item)] for item in items]
    for values in itertools.product(*lists):
        yield {item.code: value for item, value in zip(items, values, strict=True) if value is not None}


CLAUSES = (
    Clause("a", ("x",)), Clause("a", ("y", "z")), Clause("b", low=3), Clause("b", high=2), Clause("b", (2, 3)),
    Clause("c", ("p",)), Clause("c", ("q",)), Clause("d", ("no",)),
)  # fmt: skip


@pytest.mark.parametrize("pair", list(itertools.combinations(CLAUSES, 2)), ids=str)
def test_a_question_is_called_unreachable_exactly_if_no_answers_lead_to_it(pair):
    first = only(Item("e", Kind.INDICATOR, "Lalu?", required=False), pair[0])
    for clauses in (pair, (pair[0], Clause("e", ("yes",)), pair[1])):
        last = only(Item("t", Kind.TEXT, "Mengapa?"), *clauses)
        content = whole(CHOICE, SCALE, MANY, SEEN, first, last)
        reached = any(last in asked(content, sheet) for sheet in every_sheet(content.items[:-1]))
        assert reached == (not faults(content)), pair


@pytest.mark.parametrize(
    ("clause", "wrong"),
    [
        (Clause("zz", ("x",)), Wrong.UNKNOWN_ITEM),
        (Clause("t", ("x",)), Wrong.LATER_ITEM),
        (Clause("later", ("x",)), Wrong.LATER_ITEM),
        (Clause("w", ("x",)), Wrong.NOT_DECIDING),
        (Clause("a", low=1), Wrong.NOT_DECIDING),
        (Clause("a"), Wrong.NOT_DECIDING),
        (Clause("a", ("X",)), Wrong.NO_SUCH_ANSWER),
        (Clause("b", (5,)), Wrong.NO_SUCH_ANSWER),
        (Clause("b", low=5), Wrong.NO_SUCH_ANSWER),
        (Clause("d", ("ya",)), Wrong.NO_SUCH_ANSWER),
    ],
)
def test_a_condition_that_cannot_work_is_named_with_its_place(clause, wrong):
    last = only(Item("t", Kind.TEXT, "Mengapa?"), clause)
    content = whole(CHOICE, SCALE, SEEN, WORDS, last, replace(CHOICE, code="later"))
    assert [(fault.wrong, fault.place, fault.detail) for fault in faults(content)] == [(wrong, "t", clause.item)]


def test_what_depends_on_a_question_that_is_never_asked_is_never_asked():
    bad = only(replace(SEEN, code="e"), Clause("a", ("x",)), Clause("a", ("y",)))
    content = whole(CHOICE, bad, only(WORDS, Clause("e", ("yes",))))
    assert [(fault.wrong, fault.place) for fault in faults(content)] == [
        (Wrong.CONTRADICTION, "e"),
        (Wrong.NEVER_ASKED, "w"),
    ]


def test_a_section_and_its_question_that_contradict_each_other_are_found():
    part = Part("Kedua", items=(only(WORDS, Clause("a", ("y",))),), condition=(Clause("a", ("x",)),))
    content = replace(whole(CHOICE), sections=(Part("Satu", items=(CHOICE,)), part))
    assert [(fault.wrong, fault.place) for fault in faults(content)] == [(Wrong.CONTRADICTION, "w")]


def test_a_translation_that_was_begun_must_be_whole_and_says_what_it_lacks():
    english = {"en": {"text": "Choose", "choices": ("x", "y", "")}}
    content = whole(replace(CHOICE, translations=english), SEEN)
    found = {(fault.place, fault.detail) for fault in faults(content)}
    assert found == {("", "en:name"), ("#1", "en:title"), ("a", "en:choices"), ("d", "en:text")}
    assert not faults(whole(CHOICE, SEEN))


def test_two_questions_of_one_code_and_none_at_all_are_refused():
    assert [fault.wrong for fault in faults(whole(CHOICE, CHOICE))] == [Wrong.TWICE]
    assert [fault.wrong for fault in faults(whole())] == [Wrong.EMPTY]


# --- answers


def test_dont_know_is_kept_as_absent_with_a_mark_and_never_as_a_value():
    item = replace(SCALE, unknown=True)
    assert clean_sheet(whole(item), {UNKNOWN: ["b"]}) == {UNKNOWN: ["b"]}
    assert clean_sheet(whole(item), {UNKNOWN: ["b"], "b": 2}) == {"b": 2}
    with pytest.raises(AnswerWrong):
        clean_sheet(whole(SCALE), {UNKNOWN: ["b"]})


def test_answers_to_questions_that_were_not_asked_are_not_stored():
    content = whole(CHOICE, only(SCALE, Clause("a", ("x",))))
    assert clean_sheet(content, {"a": "y", "b": 3, "other": 1}) == {"a": "y"}
    assert clean_sheet(content, {"a": "x", "b": 3}) == {"a": "x", "b": 3}
    with pytest.raises(AnswerWrong) as caught:
        clean_sheet(content, {"a": "x"})
    assert (caught.value.item.code, caught.value.why) == ("b", NotAnAnswer.MISSING)
    assert clean_sheet(content, {"a": "x"}, whole=False) == {"a": "x"}


def test_the_next_question_skips_what_is_not_asked_in_both_directions():
    content = whole(CHOICE, only(SCALE, Clause("a", ("x",))), WORDS)
    assert following(content, {"a": "x"}, "a").code == "b"
    assert following(content, {"a": "y"}, "a").code == "w"
    assert preceding(content, {"a": "y"}, "w").code == "a"
    assert following(content, {"a": "y"}, "w") is None


GOOD = [
    (MANY, ["q", "p"], ["p", "q"]),
    (Item("r", Kind.RANKING, "Urut", choices=("p", "q", "s")), ["s", "p", "q"], ["s", "p", "q"]),
    (Item("m", Kind.MATRIX, "Baris", rows=("satu", "dua")), [5, 1], [5, 1]),
    (Item("n", Kind.DATE, "Kapan"), "2026-12-31", "2026-12-31"),
    (Item("s", Kind.SHORT, "Sebut"), " satu\nbaris\u202e ", "satu baris"),
    (Item("l", Kind.LEVEL, "Tingkat", low=0), 0, 0),
    (SEEN, "no", "no"),
]


@pytest.mark.parametrize(("item", "given", "kept"), GOOD)
def test_an_answer_of_every_kind_is_kept_in_its_form(item, given, kept):
    assert clean_sheet(whole(item), {item.code: given}) == {item.code: kept}


BAD = [
    (MANY, ["p", "p"]), (MANY, ["z"]), (MANY, "p"), (GOOD[1][0], ["s", "p"]), (GOOD[1][0], ["s", "s", "p"]),
    (GOOD[2][0], [5]), (GOOD[2][0], [5, 6]), (GOOD[2][0], [5, None]), (GOOD[3][0], "31-12-2026"), (SCALE, True),
    (SCALE, "3"), (SCALE, 0), (SEEN, "ya"), (SEEN, 1), (CHOICE, ["x"]), (GOOD[4][0], "x" * 121), (GOOD[4][0], 4),
]  # fmt: skip


@pytest.mark.parametrize(("item", "given"), BAD)
def test_what_is_no_answer_is_refused_and_names_the_question(item, given):
    with pytest.raises(AnswerWrong) as caught:
        clean_sheet(whole(item), {item.code: given})
    assert caught.value.item == item


# --- files


@pytest.mark.parametrize("content", ready_instruments(), ids=lambda each: each.code)
def test_every_ready_questionnaire_can_be_asked_and_survives_its_file(content):
    assert faults(content) == ()
    assert read(tomllib.loads(write(content))) == content


def test_a_file_keeps_everything_that_a_question_can_have():
    said = {"en": {"text": 'A "quoted"\nline', "rows": ("one", "two")}}
    item = Item(
        "m", Kind.MATRIX, 'Dengan "kutip" \\ dan\nbaris', False, True, rows=("satu", "dua"), low=0, high=3,
        low_label="rendah", high_label="tinggi", subject="competency:X", translations=said,
        condition=(Clause("a", ("x", "y")), Clause("b", (2,), low=1, high=3)),
    )  # fmt: skip
    content = Questionnaire("k", "Nama", "Guna", "Awal", (Part("B", "i", (CHOICE, SCALE, item), (), said),), said)
    content = replace(content, translations={"en": {"name": "Name"}}, sections=(replace(content.sections[0],
        translations={"en": {"title": "P"}}),))  # fmt: skip
    assert read(tomllib.loads(write(content))) == content


def test_a_file_with_faults_is_refused_with_all_of_them_and_their_places():
    item = {"code": "a b", "kind": "choice", "text": "T", "choices": ["x", "x"], "colour": 1}
    bad = {"name": "N", "format": 2, "section": [{"items": [], "item": [item, {"kind": "smiley"}, 3]}]}
    with pytest.raises(Unreadable) as caught:
        read(bad)
    assert {(each.bad, each.place, each.name) for each in caught.value.complaints} == {
        (Bad.NEWER, "", "format"),
        (Bad.UNKNOWN_FIELD, "section 1", "items"),
        (Bad.MISSING, "section 1", "title"),
        (Bad.UNKNOWN_FIELD, "section 1, item 1", "colour"),
        (Bad.CODE, "section 1, item 1", "code"),
        (Bad.CHOICES, "section 1, item 1", "choices"),
        (Bad.KIND, "section 1, item 2", "kind"),
        (Bad.NOT_A_TABLE, "section 1, item 3", "item"),
    }
