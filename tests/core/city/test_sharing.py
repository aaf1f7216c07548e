"""What the city shared: the figures of its sheet, and that nobody wrote about what they did not attend."""

from collections import Counter

from binacity.classes import SEMINAR_CODE
from binacity.records import City


def test_the_city_shares_what_its_sheet_says(city: City) -> None:
    assert len(city.sharing.notes) == 9
    assert len({expert.employee for expert in city.sharing.experts}) == city.facts["experts_willing"] == 14
    assert sum(report.sent_on is not None for report in city.reports if report.programme != SEMINAR_CODE) == 52
    assert {"Sembilan formulir menjadi empat"} < {report.story for report in city.reports}


def test_a_note_is_written_after_its_training(city: City) -> None:
    ended = {(row.employee, row.programme): row.ended_on for row in city.learning}
    assert all(ended[note.author, note.programme] < note.written_on for note in city.sharing.notes)


def test_reports_are_of_people_with_a_certificate_and_answered_by_another(city: City) -> None:
    seats = {
        (held.programme, held.number, seat.employee): held.days[-1]
        for held in city.classes.held
        if held.state == "closed"
        for seat in held.people
        if seat.certificate
    }
    raters = {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}
    for report in city.reports:
        assert (report.asked_on - seats[report.programme, report.number, report.employee]).days >= 90
        days = [report.asked_on, report.sent_on, report.confirmed_on, city.agency.frozen_on]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        if report.outcome:
            assert report.superior == raters[report.employee] != report.employee
    assert max(Counter((r.programme, r.number, r.employee) for r in city.reports).values()) == 1


def test_work_stayed_as_it_was_after_the_seminar(city: City) -> None:
    """The third story: people were content, and hardly a superior saw a change."""
    asked = [report for report in city.reports if report.programme == SEMINAR_CODE]
    outcomes = Counter(report.outcome for report in asked)
    assert (len(asked), outcomes) == (40, {"not_yet": 33, "partly": 3, "seen": 1, "": 3})
    assert not {report.employee for report in asked} & {row.employee for row in city.logins}


def test_demonstration_logins_find_reports_to_write_and_to_answer(city: City) -> None:
    by_login = {row.username: row.employee for row in city.logins}
    open_ones = [report for report in city.reports if report.employee == by_login["pegawai"]]
    assert [report.sent_on for report in open_ones] == [None]
    led = {row.employee for row in city.supervisions if row.superior == by_login["puskesmas"]}
    waiting = [report for report in city.reports if report.sent_on and not report.outcome and report.employee in led]
    assert len(waiting) >= 3
