"""The rules of an agency: the general values, its own dated decisions on top, and the page that shows both."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from binacore.rules import Confidence, load_rules
from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.models import Agency, RoleGrant
from renbina.rulebook import actions, queries, wording
from renbina.rulebook.access import can
from renbina.rulebook.models import RuleOverride

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
TARGET = "learning.pppk_target_hours"


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(name="Kota Uji", short_name="Kota Uji", kind="kota")


def decide(agency: Agency, since: date, value: Any, **changes: Any) -> RuleOverride:
    values: dict[str, Any] = {"rule_id": TARGET, "decision": "Keputusan 7/2026", "by": Actor.system(agency.pk)}
    return actions.override_rule(agency=agency, since=since, value=value, at=AT, **(values | changes))


def actor(agency: Agency, role: Role) -> Actor:
    return Actor(user_id=1, agency_id=agency.pk, employee_id=None, label="x", grants=frozenset({Grant(role)}))


def test_a_decision_holds_from_its_day_on_and_only_for_its_agency(agency: Agency) -> None:
    other = Agency.objects.create(name="Kota Lain", short_name="Kota Lain", kind="kota")
    decide(agency, date(2026, 7, 1), 12)
    decide(agency, date(2027, 1, 1), 16)
    book = queries.rulebook_for(agency, date(2026, 11, 23))
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [book.at(day).integer(TARGET) for day in days] == [0, 12, 12, 16]
    assert queries.rules_on(other, date(2027, 1, 1)).integer(TARGET) == 0


def test_a_decision_is_never_shown_as_law(agency: Agency) -> None:
    decide(agency, date(2026, 7, 1), 18, rule_id="learning.pns_minimum_hours")
    page = queries.rules_page(actor(agency, Role.ANALYST), date(2026, 11, 23))
    line = next(each for topic in page.topics for each in topic.lines if each.rule_id == "learning.pns_minimum_hours")
    assert (line.is_law, line.is_override, line.value, line.replaced) == (False, True, 18, 20)
    assert line.citation == "Keputusan 7/2026"
    assert line.confidence is Confidence.AGENCY_DECISION


def test_the_book_is_one_query_however_many_decisions(agency: Agency, django_assert_num_queries: Any) -> None:
    for year in range(2027, 2037):
        decide(agency, date(year, 1, 1), 12)
    with django_assert_num_queries(1):
        queries.rulebook_for(agency, date(2027, 1, 1)).at(date(2030, 1, 1)).integer(TARGET)


def test_deciding_again_for_the_same_day_replaces_the_decision(agency: Agency) -> None:
    decide(agency, date(2027, 1, 1), 12)
    decide(agency, date(2027, 1, 1), 14)
    assert list(RuleOverride.objects.values_list("value", flat=True)) == [14]


@pytest.mark.parametrize(
    ("changes", "value", "refusal"),
    [
        ({"rule_id": "no.such_rule"}, 1, actions.NoSuchRule),
        ({}, "dua belas", actions.OverrideDoesNotFit),
        ({"decision": " "}, 12, actions.OverrideDoesNotFit),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    agency: Agency, changes: dict[str, Any], value: Any, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        decide(agency, date(2027, 1, 1), value, **changes)
    assert not RuleOverride.objects.exists()


def test_only_the_head_of_development_decides_and_only_for_the_own_agency(agency: Agency) -> None:
    other = Agency.objects.create(name="Kota Lain", short_name="Kota Lain", kind="kota")
    decide(agency, date(2027, 1, 1), 12, by=actor(agency, Role.HEAD_OF_DEVELOPMENT))
    with pytest.raises(Forbidden):
        decide(agency, date(2028, 1, 1), 12, by=actor(agency, Role.ANALYST))
    with pytest.raises(NotFound):
        decide(other, date(2028, 1, 1), 12, by=actor(agency, Role.HEAD_OF_DEVELOPMENT))


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_rules(agency: Agency, role: Role) -> None:
    besides = {Role.EMPLOYEE, Role.SUPERIOR, Role.PARTNER, Role.MENTOR, Role.TRAINER, Role.ADMINISTRATOR}
    readers = set(Role) - besides
    assert can(actor(agency, role), "view_rules") is (role in readers)


def test_every_rule_has_words_for_its_title_unit_and_value() -> None:
    for rule in load_rules():
        classes = rule.rule_id.startswith(("required_level.", "retirement."))
        assert classes or rule.rule_id in wording.TITLES, rule.rule_id
        assert rule.unit in wording.UNITS
        assert rule.topic in wording.TOPICS
        for dated in rule.values:
            assert "_" not in wording.value_words(rule.rule_id, rule.unit, dated.value), rule.rule_id


def keys_of(value: Any) -> set[str]:
    """Every word inside a value: keys of tables, labels of bands, texts of lists."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        if "basis" in value:
            return set()
        inner = [value["label"]] if "label" in value else [*value, *value.values()]
        return set().union(*map(keys_of, inner))
    return set().union(*map(keys_of, value)) if isinstance(value, tuple) else set()


def test_every_word_inside_a_value_is_translated() -> None:
    known = set(wording.WORDS)
    for rule in load_rules():
        if rule.topic == "holidays":
            continue  # official names, the same in both languages
        for dated in rule.values:
            words = {key for key in keys_of(dated.value) if not re.fullmatch(r"[\d-]+|[sd]\d|slta", key)}
            assert words <= known, (rule.rule_id, words - known)


@pytest.mark.parametrize(
    ("rule_id", "lines"),
    [
        ("jpm.placement_bands", ["80% and above", "68% to below 80%", "below 68%"]),
        ("gap.categories", ["3 and above", "2", "1", "0"]),
        ("ip_asn.bands", ["above 90", "above 80 to 90", "above 70 to 80", "above 60 to 70", "up to 60"]),
    ],
)
def test_bands_are_told_as_spans(rule_id: str, lines: list[str]) -> None:
    rule = load_rules().rule(rule_id)
    with translation.override("en"):
        shown = wording.shown_value(rule_id, rule.unit, rule.values[-1].value)
    assert [span for span, _label in shown.lines] == lines


def test_a_table_with_two_sides_keeps_every_cell() -> None:
    rule = load_rules().rule("talent.boxes")
    with translation.override("en"):
        grid = wording.shown_value(rule.rule_id, rule.unit, rule.values[-1].value).grid
    assert grid is not None
    assert grid.heads == ("low", "medium", "high")
    assert grid.rows[0] == ("above expectation", ("4", "7", "9"))


@pytest.mark.parametrize(("language", "told"), [("id", "58 tahun"), ("en", "58 years")])
def test_one_number_is_told_with_its_unit(language: str, told: str) -> None:
    with translation.override(language):
        assert wording.value_words("retirement.pelaksana", "years of age", 58) == told


@pytest.fixture
def reader(agency: Agency, client: Client) -> Client:
    user = User.objects.create_user(username="analis", password="kopi pahit pagi hari")
    RoleGrant.objects.create(user=user, agency=agency, role="analyst", valid_from=date(2020, 1, 1))
    client.force_login(user)
    client.cookies["renbina_language"] = "en"
    return client


def opened(reader: Client, **params: str) -> BeautifulSoup:
    return BeautifulSoup(reader.get(reverse("rulebook:rule-list"), params).content, "html.parser")


def test_the_page_marks_what_is_not_confirmed_and_cites_every_value(reader: Client) -> None:
    page = opened(reader)
    titles = [title for term in page.select("dt") for title in next(term.stripped_strings).split(" · ")]
    assert len(titles) == len(load_rules().by_id)
    confirmed = 0
    for group in page.select(".group"):
        source, mark = group.select_one(".source"), group.select_one(".rb-badge")
        assert source is not None
        assert mark is not None
        assert mark.get_text() in ("confirmed", "not yet confirmed")
        assert "Source: " in source.get_text()
        if mark.get_text() == "confirmed":
            confirmed += len(group.select("dt"))
    assert 0 < confirmed < len(titles)
    assert page.h1 is not None
    assert f"{confirmed} of {len(titles)}" in page.h1.get_text()


def test_every_topic_is_reached_from_the_index(reader: Client) -> None:
    page = opened(reader)
    wanted = [link["href"] for link in page.select(".rb-index a")]
    assert wanted == [f"#{section['id']}" for section in page.select("section.rb-rules")]
    assert len(wanted) == len(load_rules().topics)


def test_classes_of_positions_with_one_age_and_source_share_a_line(reader: Client) -> None:
    lines = opened(reader).select("#retirement dt")
    assert len(lines) < 8
    assert any("Administrator · Pengawas · Pelaksana" in line.get_text() for line in lines)


@pytest.mark.parametrize(("status", "marks"), [("confirmed", {"confirmed"}), ("open", {"not yet confirmed"})])
def test_the_page_narrows_to_what_is_confirmed_or_open(reader: Client, status: str, marks: set[str]) -> None:
    page = opened(reader, status=status)
    assert {mark.get_text() for mark in page.select(".group .rb-badge")} == marks
    current = page.select_one(".rb-tabs [aria-current]")
    assert current is not None
    assert f"status={status}" in str(current["href"])


def test_the_search_reads_titles_values_and_sources_and_keeps_the_filter(reader: Client) -> None:
    page = opened(reader, q="PP 49/2018", status="confirmed")
    assert [term.get_text() for term in page.select("dt")] == ["Most learning hours of a PPPK in a contract year"]
    kept = page.select_one("form input[name=status]")
    assert kept is not None
    assert kept["value"] == "confirmed"
    nothing = opened(reader, q="tidak-ada-aturan-ini")
    assert not nothing.select("section.rb-rules")
    assert "No rule matches" in nothing.get_text()


def test_an_agencys_decision_is_marked_beside_what_it_replaced(agency: Agency, reader: Client) -> None:
    decide(agency, date(2020, 1, 1), 12)
    page = opened(reader, status="own")
    (group,) = page.select(".group.own")
    told = group.get_text(" ", strip=True)
    assert "12 JP a year" in told
    assert "general value: 0 JP a year" in told
    assert "decision of the agency" in told
    assert "Keputusan 7/2026" in told


@pytest.mark.parametrize(("language", "source"), [("id", "Berita Kementerian Dalam"), ("en", "News of the Ministry")])
def test_sources_are_told_in_the_readers_language(reader: Client, language: str, source: str) -> None:
    reader.cookies["renbina_language"] = language
    assert source in opened(reader).get_text()


def test_the_page_stays_within_its_queries(agency: Agency, reader: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        assert reader.get(reverse("rulebook:rule-list")).status_code == 200


def test_the_page_is_closed_to_an_employee(agency: Agency, client: Client) -> None:
    user = User.objects.create_user(username="pegawai", password="kopi pahit pagi hari")
    RoleGrant.objects.create(user=user, agency=agency, role="employee", valid_from=date(2020, 1, 1))
    client.force_login(user)
    assert client.get(reverse("rulebook:rule-list")).status_code == 403


def test_the_rules_go_out_as_a_workbook(reader: Client) -> None:
    answer = reader.get(reverse("rulebook:rule-list") + "?export=xlsx&status=confirmed")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    in_force = {rule: [each for each in rule.values if each.since <= AT.date()][-1] for rule in load_rules()}
    law = [rule for rule, value in in_force.items() if value.confidence is Confidence.CONFIRMED]
    assert [row[-1] for row in rows[1:]] == [rule.rule_id for rule in law]


def test_the_rules_go_out_as_text_with_their_sources(reader: Client) -> None:
    text = reader.get(reverse("rulebook:rule-list") + "?export=csv&q=pasal+203").content.decode()
    assert "PP 11/2017 jo. PP 17/2020, Pasal 203 ayat (4)" in text
    assert "learning.pppk_maximum_hours" not in text
