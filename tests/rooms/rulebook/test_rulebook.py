"""The rules of an agency: the general values, its own dated decisions on top, and the page that shows both."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

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
    readers = set(Role) - {Role.EMPLOYEE, Role.SUPERIOR, Role.PARTNER}
    assert can(actor(agency, role), "view_rules") is (role in readers)


def test_every_rule_has_words_for_its_title_unit_and_value() -> None:
    for rule in load_rules():
        classes = rule.rule_id.startswith(("required_level.", "retirement."))
        assert classes or rule.rule_id in wording.TITLES, rule.rule_id
        assert rule.unit in wording.UNITS
        assert rule.topic in wording.TOPICS
        for dated in rule.values:
            assert "_" not in wording.value_words(rule.rule_id, dated.value), rule.rule_id


@pytest.fixture
def reader(agency: Agency, client: Client) -> Client:
    user = User.objects.create_user(username="analis", password="kopi pahit pagi hari")
    RoleGrant.objects.create(user=user, agency=agency, role="analyst", valid_from=date(2020, 1, 1))
    client.force_login(user)
    client.cookies["renbina_language"] = "en"
    return client


def test_the_page_marks_what_is_not_confirmed_and_cites_every_value(reader: Client) -> None:
    page = BeautifulSoup(reader.get(reverse("rulebook:rule-list")).content, "html.parser")
    rows = page.select("tbody tr")
    assert len(rows) == len(load_rules().by_id)
    marks = [row.select_one(".rb-badge").get_text() for row in rows]  # type: ignore[union-attr]  # every row has one
    confirmed = sum(mark == "confirmed" for mark in marks)
    assert 0 < confirmed < len(rows)
    assert all(mark == "confirmed" or mark.startswith("not yet confirmed") for mark in marks)
    assert page.h1 is not None
    assert f"{confirmed} of {len(rows)}" in page.h1.get_text()


def test_the_page_stays_within_its_queries(agency: Agency, reader: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        assert reader.get(reverse("rulebook:rule-list")).status_code == 200


def test_the_page_is_closed_to_an_employee(agency: Agency, client: Client) -> None:
    user = User.objects.create_user(username="pegawai", password="kopi pahit pagi hari")
    RoleGrant.objects.create(user=user, agency=agency, role="employee", valid_from=date(2020, 1, 1))
    client.force_login(user)
    assert client.get(reverse("rulebook:rule-list")).status_code == 403


def test_the_rules_go_out_as_a_workbook(reader: Client) -> None:
    answer = reader.get(reverse("rulebook:rule-list") + "?export=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
