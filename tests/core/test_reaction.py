"""Reaction by aspect: the right thing to change is found, and small groups show nothing."""

import pytest

from binacore.instruments import ready_instrument
from binacore.reaction import Aspect, Bounds, Reaction, reaction, weak_aspects, wrong_method
from binacore.survey import Kind

ITEMS = [item for section in ready_instrument("reaksi").sections for item in section.items if item.kind is Kind.LIKERT]
SCALES = {item.code: (item.low, item.high) for item in ITEMS}


def sheets(n: int, content: int, method: int, other: int = 4) -> list[dict[str, object]]:
    by = {"isi": content, "cara": method}
    return [{code: by.get(code.partition("_")[0], other) for code in SCALES} | {"saran": "ya"} for _ in range(n)]


def mixed(n: int, content: int, method: int) -> list[dict[str, object]]:
    return [*sheets(n - 1, content, method), *sheets(1, 3, 3, 3)]


def of(content: float | None, method: float | None) -> Reaction:
    return Reaction(20, {Aspect.CONTENT: content, Aspect.METHOD: method, Aspect.TRAINER: 80, Aspect.PLACE: 80}, 80)


def test_the_questionnaire_of_the_product_asks_about_every_aspect() -> None:
    assert {Aspect(code.partition("_")[0]) for code in SCALES if "_" in code} == set(Aspect)


def test_points_by_hand() -> None:
    found = reaction(sheets(12, 5, 2), SCALES)
    assert found.aspects == {Aspect.CONTENT: 100, Aspect.METHOD: 25, Aspect.TRAINER: 75, Aspect.PLACE: 75}
    assert found.overall == pytest.approx(68.75)
    assert found.n == 12


def test_fewer_than_five_show_nothing_and_nine_of_one_mind_neither() -> None:
    assert reaction(mixed(4, 5, 2), SCALES).overall is None
    assert reaction(sheets(9, 5, 2), SCALES).aspects[Aspect.CONTENT] is None
    assert reaction(mixed(9, 5, 2), SCALES).aspects[Aspect.CONTENT] is not None


def test_good_content_with_a_weak_method_is_the_wrong_method() -> None:
    assert wrong_method(of(88, 61))
    assert not wrong_method(of(88, 84))
    assert not wrong_method(of(62, 50)), "the content failed too"
    assert not wrong_method(of(None, 61))
    assert not wrong_method(of(88, 61), Bounds(good=90))


def test_weak_aspects_are_named() -> None:
    assert weak_aspects(of(88, 61)) == (Aspect.METHOD,)
    assert weak_aspects(of(60, None)) == (Aspect.CONTENT,)


def test_answers_that_no_scale_knows_count_nowhere() -> None:
    wild = [{**sheet, "isi_perlu": 9, "isi_jelas": "5", "isi_baru": True} for sheet in mixed(12, 5, 2)]
    assert reaction(wild, SCALES).aspects[Aspect.CONTENT] is None
