"""Regulation values are dated, cited data; an agency's own decision never becomes law."""

import pickle
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binacore.rules import (
    AgencyOverride,
    Confidence,
    OverrideMalformed,
    Rulebook,
    RuleFileMalformed,
    RuleNotInForce,
    RuleUnknown,
    load_rules,
)
from binacore.rules.document import rules_markdown
from binacore.rules.loader import rules_from_texts

RULES = load_rules()
BOOK = Rulebook(RULES)
TODAY = date(2026, 11, 2)
MINIMUM = "learning.pns_minimum_hours"

GOOD = """
topic = "t"
title = "T"
from_note = "made up"
from_note_id = "rekaan"
[[rule]]
id = "t.one"
title = "One"
unit = "JP"
[[rule.value]]
from = 2020-01-01
value = 1
citation = "Law 1"
citation_id = "UU 1"
confidence = "confirmed"
note = ""
note_id = ""
[[rule.value]]
from = 2022-01-01
value = 2
citation = "Law 2"
citation_id = "UU 2"
confidence = "general-knowledge"
note = "doubtful"
note_id = "meragukan"
"""


def twenty_five(since: date = date(2026, 1, 1), **more: object) -> AgencyOverride:
    return AgencyOverride(MINIMUM, since, 25, "Keputusan Wali Kota 12/2025", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.rule_id)
def test_every_rule_has_a_source_a_unit_and_a_confidence(rule) -> None:
    for dated in rule.values:
        assert len(dated.citation.strip()) > 5
        assert dated.confidence in set(Confidence) - {Confidence.AGENCY_DECISION}
    assert rule.unit
    assert rule.title


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.rule_id)
def test_every_value_of_a_rule_would_pass_as_an_override_too(rule) -> None:
    value = rule.values[-1].value
    book = Rulebook(RULES, [AgencyOverride(rule.rule_id, TODAY, value, "Keputusan 1/2026")])
    assert book.value(rule.rule_id, TODAY).value == value


def test_the_generated_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_markdown(RULES), (
        "run: python -m binacore.rules.document > docs/rules.md"
    )


def test_the_page_names_every_rule_with_its_source() -> None:
    page = rules_markdown(RULES)
    for rule in RULES:
        assert f"`{rule.rule_id}`" in page
        assert rule.values[-1].citation in page


def test_a_value_comes_with_its_source_and_date() -> None:
    found = BOOK.value(MINIMUM, TODAY)
    assert (found.value, found.unit, found.since) == (20, "JP a year", date(2017, 4, 7))
    assert found.citation.startswith("PP 11/2017")
    assert found.confidence is Confidence.CONFIRMED
    assert found.overridden_by is None


@pytest.mark.parametrize("language", ["id", "id-ID"])
def test_source_and_note_are_told_in_indonesian_or_else_in_english(language: str) -> None:
    found = BOOK.value("learning.pppk_target_hours", TODAY)
    assert found.note_in(language) == "0 berarti tanpa sasaran."
    assert found.citation_in(language).startswith("Tidak ada peraturan")
    for other in ("en", None):
        assert (found.citation_in(other), found.note_in(other)) == (found.citation, found.note)


def test_a_topic_tells_its_dates_in_indonesian_or_else_in_english() -> None:
    topic = next(each for each in RULES.topics if each.topic == "predicate")
    assert topic.from_note_in("id").endswith("untuk kinerja 2022.")
    assert topic.from_note_in("en") == topic.from_note


@pytest.mark.parametrize("topic", RULES.topics, ids=lambda topic: topic.topic)
def test_indonesian_wordings_are_not_left_in_english(topic) -> None:
    told = [topic.from_note_indonesian]
    told += [text for rule in topic.rules for v in rule.values for text in (v.citation_indonesian, v.note_indonesian)]
    english = re.compile(r"\b(the|of|and|or|not|no|by|with|general knowledge|read|found|ministry|form|app)\b", re.I)
    assert [text for text in told if english.search(re.sub(r"https?://\S+", "", text))] == []


def test_an_agencys_decision_keeps_its_own_words_in_every_language() -> None:
    found = Rulebook(RULES, [twenty_five(note="dibahas 3 Maret")]).value(MINIMUM, TODAY)
    for language in ("id", "en"):
        assert (found.citation_in(language), found.note_in(language)) == (found.citation, "dibahas 3 Maret")


def test_another_indonesian_wording_leaves_the_digest_as_it_is() -> None:
    told, retold = (
        Rulebook(rules_from_texts({"t.toml": GOOD.replace("UU 1", words)})) for words in ("UU 1", "UU satu")
    )
    assert told.digest() == retold.digest()


def test_a_day_before_the_first_date_is_refused() -> None:
    with pytest.raises(RuleNotInForce, match="2022-01-01, not yet on 2021-12-31"):
        BOOK.value("predicate.matrix", date(2021, 12, 31))
    assert BOOK.value("predicate.matrix", date(2022, 1, 1))


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(RuleUnknown):
        BOOK.value("learning.no_such_rule", TODAY)


def test_the_value_of_the_day_is_taken_when_a_rule_changes() -> None:
    book = Rulebook(rules_from_texts({"t.toml": GOOD}))
    assert book.value("t.one", date(2021, 12, 31)).value == 1
    assert book.value("t.one", date(2022, 1, 1)).value == 2
    assert book.at(date(2021, 12, 31)).integer("t.one") == 1
    assert book.at(date(2022, 1, 1)).integer("t.one") == 2


def test_an_override_holds_from_its_day_and_is_marked_as_the_agencys_own() -> None:
    book = Rulebook(RULES, [twenty_five()])
    assert book.value(MINIMUM, date(2025, 12, 31)).value == 20
    found = book.value(MINIMUM, date(2026, 1, 1))
    assert (found.value, found.confidence) == (25, Confidence.AGENCY_DECISION)
    assert found.citation == "Keputusan Wali Kota 12/2025"
    assert found.replaces is not None
    assert found.replaces.value == 20


def test_a_later_decision_replaces_an_earlier_one() -> None:
    later = AgencyOverride(MINIMUM, date(2026, 7, 1), 30, "Keputusan Wali Kota 20/2026")
    book = Rulebook(RULES, [later, twenty_five()])
    assert [book.value(MINIMUM, date(2026, month, 1)).value for month in (6, 7)] == [25, 30]


def test_an_override_with_an_end_gives_way_to_the_law_again() -> None:
    book = Rulebook(RULES, [twenty_five(until=date(2026, 7, 1))])
    assert book.value(MINIMUM, date(2026, 6, 30)).value == 25
    assert book.value(MINIMUM, date(2026, 7, 1)).value == 20
    assert book.at(date(2026, 7, 1)).integer(MINIMUM) == 20


def test_a_law_that_changed_after_the_agency_decided_is_pointed_out() -> None:
    rules = rules_from_texts({"t.toml": GOOD})
    book = Rulebook(rules, [AgencyOverride("t.one", date(2021, 1, 1), 5, "Keputusan 1/2021")])
    assert not book.value("t.one", date(2021, 6, 1)).newer_than_override
    assert book.value("t.one", date(2022, 6, 1)).newer_than_override


def test_an_override_cannot_reach_before_the_rule_itself() -> None:
    book = Rulebook(RULES, [AgencyOverride("jpm.surplus_capped", date(2015, 1, 1), False, "Keputusan 1/2015")])
    with pytest.raises(RuleNotInForce):
        book.value("jpm.surplus_capped", date(2016, 1, 1))


@pytest.mark.parametrize(
    ("rule_id", "value"),
    [
        (MINIMUM, "twenty"),
        (MINIMUM, True),
        (MINIMUM, 20.5),
        ("jpm.surplus_capped", 1),
        ("jp.NKL01", {"basis": "per_lunch", "jp": 2}),
        ("jp.NKL01", {"basis": "per_session"}),
        ("jp.NKL01", {"basis": "per_session", "jp": 2, "cap": 2, "cap_period": "month"}),
        ("jp.NKL01", {"basis": "per_session", "jp": 2, "bonus": 2}),
        ("jpm.mapping_bands", [{"at_least": 10, "label": "optimal"}, {"at_least": 20, "label": "less_optimal"}]),
        ("jpm.mapping_bands", [{"at_least": 0, "label": "splendid"}]),
        ("talent.boxes", {"above": {"low": 4}}),
        ("ip_asn.discipline", {"none": 5, "light": 3}),
    ],
)
def test_an_override_of_another_shape_is_refused(rule_id: str, value: object) -> None:
    with pytest.raises(OverrideMalformed, match=rule_id.replace(".", r"\.")):
        Rulebook(RULES, [AgencyOverride(rule_id, TODAY, value, "Keputusan 1/2026")])


def test_an_override_without_a_decision_is_refused() -> None:
    with pytest.raises(OverrideMalformed, match="decision"):
        AgencyOverride(MINIMUM, TODAY, 25, " ")


def test_an_override_of_an_unknown_rule_is_refused() -> None:
    with pytest.raises(RuleUnknown):
        Rulebook(RULES, [AgencyOverride("learning.no_such_rule", TODAY, 25, "Keputusan 1/2026")])


def test_two_overrides_of_one_rule_from_one_day_are_refused() -> None:
    with pytest.raises(OverrideMalformed, match="two overrides"):
        Rulebook(RULES, [twenty_five(), twenty_five()])


def test_the_digest_changes_with_every_override_and_with_nothing_else() -> None:
    assert BOOK.digest() == Rulebook(load_rules()).digest()
    assert Rulebook(RULES, [twenty_five()]).digest() != BOOK.digest()
    other = AgencyOverride("jpm.surplus_capped", TODAY, False, "Keputusan 1/2026")
    assert Rulebook(RULES, [twenty_five(), other]).digest() == Rulebook(RULES, [other, twenty_five()]).digest()
    assert len(BOOK.digest()) == 64


def test_a_rule_value_cannot_be_changed() -> None:
    table = BOOK.at(TODAY).table("talent.boxes")
    with pytest.raises(TypeError):
        table["above"] = {}  # type: ignore[index]  # the point of the test


def test_a_rulebook_travels_to_a_worker_process() -> None:
    book = Rulebook(RULES, [twenty_five()])
    copy = pickle.loads(pickle.dumps(book))  # noqa: S301  # bytes made one call earlier
    assert copy == book
    assert copy.digest() == book.digest()


@pytest.mark.parametrize(
    ("find", "replace", "told"),
    [
        ('citation = "Law 1"', 'citation = " "', "citation is empty"),
        ('citation = "Law 1"\n', "", "missing ['citation']"),
        ('citation_id = "UU 1"', 'citation_id = " "', "citation_id is empty"),
        ('citation_id = "UU 1"\n', "", "missing ['citation_id']"),
        ('note_id = "meragukan"', 'note_id = ""', "note and note_id"),
        ('note_id = ""\n', "", "missing ['note_id']"),
        ('confidence = "confirmed"', 'confidence = "sure"', "'sure'"),
        ('confidence = "confirmed"', 'confidence = "agency-decision"', "agency-decision"),
        ("from = 2020-01-01", 'from = "2020"', "from is a day"),
        ("from = 2022-01-01", "from = 2019-01-01", "oldest to the newest"),
        ("value = 1\n", "value = 1\nvalu = 2\n", "unknown ['valu']"),
        ('unit = "JP"', "", "unit is missing"),
        ('from_note = "made up"', "", "from_note is missing"),
        ('from_note_id = "rekaan"', "", "from_note_id is missing"),
        ("[[rule]]", "[[rule", "t.toml"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_name(find: str, replace: str, told: str) -> None:
    with pytest.raises(RuleFileMalformed) as caught:
        rules_from_texts({"t.toml": GOOD.replace(find, replace, 1)})
    assert told in str(caught.value)
    assert "t.toml" in str(caught.value)


def test_the_same_rule_in_two_files_is_refused() -> None:
    with pytest.raises(RuleFileMalformed, match=r"t\.one"):
        rules_from_texts({"a.toml": GOOD, "b.toml": GOOD})


@given(st.dates(date(2010, 1, 1), date(2035, 1, 1)), st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(1, 900))
def test_the_quick_view_of_a_day_always_agrees_with_the_rulebook(on: date, since: date, days: int) -> None:
    book = Rulebook(RULES, [twenty_five(since, until=since + timedelta(days=days))])
    book.at(on + timedelta(days=1)).has(MINIMUM)  # another day first, so that a shared cache would show
    try:
        expected = book.value(MINIMUM, on)
    except RuleNotInForce:
        with pytest.raises(RuleNotInForce):
            book.at(on).value(MINIMUM)
    else:
        assert book.at(on).value(MINIMUM) == expected
