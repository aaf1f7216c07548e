"""Predicates: who writes them, what they rest on, what the person answers, and what closing makes of them."""

from datetime import date

import pytest
from tests.rooms.performance.office import Office, build_office
from tests.rooms.planning.town import AT, DAY

from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.performance.actions import (
    PeriodRefused,
    RatingRefused,
    ResponseRefused,
    close_period,
    open_period,
    rate,
    respond,
)
from renbina.performance.models import PeriodRating
from renbina.performance.queries import team_page
from renbina.performance.wording import equal_words
from renbina.records.models import PerformanceResult

# Results of work, behaviour (1 above, 2 as expected, 3 below) and the predicate, as the golden cases have them.
GOLDEN = {
    (1, 1): "very_good", (1, 2): "good", (1, 3): "poor",
    (2, 1): "good", (2, 2): "good", (2, 3): "poor",
    (3, 1): "needs_improvement", (3, 2): "needs_improvement", (3, 3): "very_poor",
}  # fmt: skip
WORDS = {1: "above", 2: "meets", 3: "below"}


def test_every_pair_of_ratings_gives_the_predicate_of_the_matrix(office: Office) -> None:
    found = {}
    for result, behaviour in GOLDEN:
        made = rate(
            period=office.period(), employee=office.people[1], result=WORDS[result], behaviour=WORDS[behaviour],
            reason="Contoh", on=DAY, by=office.superior, at=AT,
        )  # fmt: skip
        found[result, behaviour] = made.predicate
    assert found == GOLDEN


@pytest.mark.parametrize(("predicate", "needs"), [("good", False), ("very_good", True), ("needs_improvement", True)])
def test_the_extremes_need_a_reason(office: Office, predicate: str, needs: bool) -> None:
    pair = {"good": ("meets", "above"), "very_good": ("above", "above"), "needs_improvement": ("below", "above")}
    given = dict(zip(("result", "behaviour"), pair[predicate], strict=True))
    common = {"employee": office.people[1], "reason": " ", "on": DAY, "by": office.superior, "at": AT}
    if not needs:
        assert rate(period=office.period(), **given, **common).predicate == predicate
        return
    with pytest.raises(RatingRefused, match="what this rests on") as refused:
        rate(period=office.period(), **given, **common)
    assert refused.value.field == "reason"


def test_only_the_official_who_rates_a_person_writes_about_them(office: Office) -> None:
    common = {"result": "meets", "behaviour": "meets", "reason": "", "on": DAY, "at": AT, "period": office.period()}
    with pytest.raises(NotFound):
        rate(employee=office.people[-1], by=office.superior, **common)
    with pytest.raises(Forbidden):
        rate(employee=office.people[1], by=office.actor(office.people[2]), **common)
    stranger = build_office(3, "Kota Lain", 600)
    with pytest.raises(NotFound):
        rate(employee=stranger.people[1], by=stranger.superior, **common)


def test_a_correction_leaves_the_old_value_in_the_audit_trail_and_no_words(office: Office) -> None:
    office.rated(office.people[1], "good")
    office.rated(office.people[1], "poor")
    event = AuditEvent.objects.filter(verb="performance.rate").order_by("-sequence").first()
    assert event is not None
    assert (event.old["predicate"], event.new["predicate"]) == ("good", "poor")
    assert "Alasan" not in str(event.old) + str(event.new)
    assert PeriodRating.objects.count() == 1


def test_closing_a_year_locks_it_and_writes_the_records(office: Office) -> None:
    year = office.period(2025, 0)
    office.rated(office.people[1], "very_good", period=year)
    assert close_period(period=year, on=DAY, by=office.analyst, at=AT) == 1
    assert PerformanceResult.objects.get(employee=office.people[1], year=2025).predicate == "very_good"
    with pytest.raises(RatingRefused, match="closed"):
        office.rated(office.people[1], "good", period=year)
    with pytest.raises(PeriodRefused, match="closed already"):
        close_period(period=year, on=DAY, by=office.analyst, at=AT)


def test_a_quarter_stays_out_of_the_yearly_records(office: Office) -> None:
    quarter = office.period(2026, 2)
    office.rated(office.people[1], period=quarter)
    close_period(period=quarter, on=DAY, by=office.analyst, at=AT)
    assert not PerformanceResult.objects.exists()


def test_a_period_opens_once_and_closes_after_it_has_ended(office: Office) -> None:
    by = {"on": DAY, "by": office.analyst, "at": AT}
    running = open_period(year=2026, quarter=4, **by)
    with pytest.raises(PeriodRefused, match="opened before"):
        open_period(year=2026, quarter=4, **by)
    with pytest.raises(PeriodRefused, match="still runs"):
        close_period(period=running, **by)
    for year in (2021, 2027):
        with pytest.raises(PeriodRefused, match="Choose a year"):
            open_period(year=year, quarter=1, **by)
    with pytest.raises(Forbidden):
        open_period(year=2026, quarter=1, on=DAY, by=office.superior, at=AT)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [(0, date(2026, 1, 1), date(2026, 12, 31)), (1, date(2026, 1, 1), date(2026, 3, 31)),
     (3, date(2026, 7, 1), date(2026, 9, 30)), (4, date(2026, 10, 1), date(2026, 12, 31))],
)  # fmt: skip
def test_a_period_knows_its_days(office: Office, quarter: int, first: date, last: date) -> None:
    period = office.period(2026, quarter)
    assert (period.first_day, period.last_day) == (first, last)


def test_a_person_answers_and_keeps_one_answer_after_closing(office: Office) -> None:
    quarter = office.period(2026, 2)
    rating = office.rated(office.people[1], period=quarter)
    mine = office.actor(office.people[1])
    for text in ("Terima kasih", "Terima kasih banyak"):
        respond(rating=rating, text=text, by=mine, at=AT)
    close_period(period=quarter, on=DAY, by=office.analyst, at=AT)
    with pytest.raises(ResponseRefused, match="closed"):
        respond(rating=rating, text="Sekali lagi", by=mine, at=AT)
    with pytest.raises(NotFound):
        respond(rating=rating, text="Bukan saya", by=office.actor(office.people[2]), at=AT)
    rating.refresh_from_db()
    assert rating.response == "Terima kasih banyak"


def test_a_first_answer_is_still_taken_after_closing(office: Office) -> None:
    quarter = office.period(2026, 2)
    rating = office.rated(office.people[1], period=quarter)
    close_period(period=quarter, on=DAY, by=office.analyst, at=AT)
    assert respond(rating=rating, text="Baru terbaca", by=office.actor(office.people[1]), at=AT).response


def test_equal_predicates_are_said_from_five_people_on_and_change_nothing(office: Office) -> None:
    for person in office.people[1:5]:
        office.rated(person)
    page = team_page(office.superior, DAY)
    assert page.own is not None
    assert equal_words(page.own) == ""
    office.rated(office.people[5])
    page = team_page(office.superior, DAY)
    assert page.own is not None
    assert "All 5 of your people have Good; in the whole agency it is 100" in equal_words(page.own, page.agency)
    assert set(PeriodRating.objects.values_list("predicate", flat=True)) == {"good"}
    office.rated(office.people[6], "poor")
    assert team_page(office.superior, DAY).agency is None
