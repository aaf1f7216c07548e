import itertools
import random

import pytest

from binacore.instruments import ready_instruments
from binacore.intervals import mean_interval
from binacore.survey import (
    Hidden,
    Kind,
    Question,
    banded_rate,
    group_results,
    item_results,
    showable_groups,
)

SCALE = Question("q", Kind.LIKERT, (1, 2, 3, 4, 5))
TEXT = Question("t", Kind.TEXT)


def one(question, values):
    return item_results([question], [{question.key: value} for value in values])[0]


def test_a_scale_has_its_distribution_and_its_mean():
    result = one(SCALE, [1, 2, 2, 4, 5])
    assert [bar.count for bar in result.bars] == [1, 2, 0, 1, 1]
    assert result.bars[1].share == pytest.approx(0.4)
    assert result.mean == pytest.approx(2.8)
    assert result.n == 5


def test_the_interval_of_a_mean_ends_where_its_scale_ends():
    whole = mean_interval([1, 1, 1, 1, 1, 1, 1, 1, 2])
    result = one(SCALE, [1, 1, 1, 1, 1, 1, 1, 1, 2])
    assert whole.low < 1  # Student's interval knows no scale
    assert (result.low, result.high) == (1, whole.high)
    result = one(SCALE, [5, 5, 5, 5, 5, 5, 5, 5, 4])
    assert result.low > 4
    assert result.high == 5


def test_an_interval_inside_its_scale_is_students_own():
    values = [2, 2, 3, 3, 4, 4]
    whole, result = mean_interval(values), one(SCALE, values)
    assert (result.low, result.high) == (whole.low, whole.high)


def test_a_number_knows_its_bounds_and_without_them_none():
    days = [0, 0, 0, 0, 0, 9]
    assert one(Question("n", Kind.NUMBER, bounds=(0, 30)), days).low == 0
    assert one(Question("n", Kind.NUMBER), days).low < 0


def test_equal_answers_are_not_told_as_certainty():
    """Ten times 3 of 5: the share of others is at most 30.85 %, each of them two steps away or less."""
    result = one(SCALE, [3] * 10)
    assert (result.mean, round(result.low, 4), round(result.high, 4)) == (3, 2.383, 3.617)
    days = one(Question("n", Kind.NUMBER, bounds=(0, 30)), [2] * 10)
    assert (days.mean, round(days.low, 4), round(days.high, 4)) == (2, 1.383, 10.6379)


def test_equal_numbers_without_bounds_have_a_mean_and_no_interval():
    result = one(Question("n", Kind.NUMBER), [7] * 10)
    assert (result.mean, result.low, result.high) == (7, None, None)


def test_a_row_of_a_matrix_is_cut_to_its_scale():
    row = Question("m", Kind.MATRIX, (1, 2, 3, 4, 5), part=0)
    assert item_results([row], [{"m": [5, 1]}] * 11 + [{"m": [4, 1]}])[0].high == 5


def test_four_answers_show_nothing_at_all():
    result = one(SCALE, [1, 2, 3, 4])
    assert (result.hidden, result.n, result.bars, result.mean) == (Hidden.FEW, 0, (), None)


def test_an_item_that_few_answered_is_hidden_beside_one_that_all_answered():
    sheets = [{"q": 3, "other": 1}] * 3 + [{"other": 1}, {"other": 2}] * 3
    other = Question("other", Kind.LIKERT, (1, 2))
    assert [each.hidden for each in item_results([SCALE, other], sheets)] == [Hidden.FEW, None]


def test_nine_people_of_one_mind_show_nothing_and_ten_do():
    assert one(SCALE, [1] * 9).hidden is Hidden.UNANIMOUS
    assert one(SCALE, [1] * 10).mean == 1


def test_words_need_ten_answers_and_blanks_do_not_count():
    assert one(TEXT, ["a"] * 9 + ["  "] * 5).hidden is Hidden.WORDS
    assert one(TEXT, list("abcdefghij")).words == tuple("abcdefghij")


def test_a_choice_has_no_mean():
    result = one(Question("c", Kind.CHOICE, ("ya", "tidak")), ["ya"] * 4 + ["tidak"])
    assert result.mean is None
    assert [bar.count for bar in result.bars] == [4, 1]


def test_an_answer_that_the_question_does_not_know_is_left_out():
    assert one(SCALE, [1, 2, 3, 4, 5, 9, "x"]).n == 5


def test_a_number_shows_its_mean_and_no_single_value():
    result = one(Question("years", Kind.NUMBER), [1, 2, 3, 4, 40])
    assert result.mean == 10
    assert result.bars == ()


def test_one_small_group_takes_the_next_smallest_with_it():
    assert showable_groups({"a": 40, "b": 7, "c": 3}) == {"a"}
    assert showable_groups({"a": 40, "b": 7, "c": 3, "d": 2}) == {"a", "b"}  # five together: nobody can subtract one
    assert showable_groups({"a": 40, "b": 7}) == {"a", "b"}
    assert showable_groups({"a": 9, "b": 1}) == frozenset()


def test_no_two_obtainable_figures_differ_by_one_to_four_people():
    """Differencing by brute force: the total against every union of shown groups, and those against each other."""
    draw = random.Random(5)
    for _ in range(300):
        counts = {str(i): draw.choice([0, 1, 2, 3, 4, 5, 6, 9, 30]) for i in range(draw.randint(1, 6))}
        shown = showable_groups(counts)
        total = sum(counts.values())
        for size in range(1, len(shown) + 1):
            for union in itertools.combinations(sorted(shown), size):
                rest = total - sum(counts[group] for group in union)
                assert not 1 <= rest <= 4, counts


def test_without_the_complement_somebody_could_subtract():
    """Negative control of the test above."""
    counts = {"a": 40, "b": 7, "c": 3}
    naive = {group for group, count in counts.items() if count >= 5}
    assert 1 <= sum(counts.values()) - sum(counts[group] for group in naive) <= 4


def test_the_mean_of_a_hidden_group_is_not_computed():
    rows = {"a": [{"q": 4}] * 8 + [{"q": 5}] * 8, "b": [{"q": 1}] * 2, "c": [{"q": 3}, {"q": 4}] * 3}
    found = {each.group: each for each in group_results(SCALE, rows)}
    assert found["a"].mean == pytest.approx(4.5)
    assert found["b"].mean is None
    assert found["c"].mean is None  # else total minus the others would be the two of b


def test_a_running_response_rate_moves_by_at_least_five_people():
    assert [banded_rate(n, 100) for n in (0, 9, 10, 19, 100)] == [0, 0, 10, 10, 100]
    steps = [banded_rate(n, 12) for n in range(13)]
    assert [n for n in range(1, 13) if steps[n] != steps[n - 1]] == [6, 11]
    assert banded_rate(0, 0) == 0


def test_the_questionnaire_for_a_class_asks_about_content_method_trainer_and_place_apart():
    reaction = next(each for each in ready_instruments() if each.code == "reaksi")
    assert [section.title for section in reaction.sections][:4] == ["Isi", "Cara", "Pengajar", "Tempat"]
    codes = [item.code for section in reaction.sections for item in section.items]
    assert len(codes) == len(set(codes))
