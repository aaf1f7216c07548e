"""Work-change reports: asked after ninety days, written in five lines, answered by the superior, shared or not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.photograph import photographed
from tests.rooms.delivery.school import OVER, School, build_school

from renbina.catalogue.models import Programme
from renbina.community.models import Story
from renbina.delivery.actions import close_batch, note_attendance, revoke_certificate
from renbina.delivery.models import Certificate
from renbina.evaluation.actions.asking import ask_for_reports, remind_of_reports
from renbina.evaluation.actions.reports import (
    Lines,
    OwnReport,
    ReportRefused,
    confirm_report,
    save_report,
    send_report,
    share_report,
    stop_sharing_report,
)
from renbina.evaluation.models import WorkReport
from renbina.evaluation.queries.reports import Reports, behaviour_of, hindrances, reports_of
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Supervision

ASKED = datetime(2027, 8, 2, 1, tzinfo=UTC)  # ninety days after 4 May 2027
LATE = ASKED + timedelta(days=20)
GOOD = Lines("Daftar periksa", "Sembilan formulir", "Empat formulir", "Map baru", "40 menit lebih cepat")
SAID = "Kata atasan yang tidak untuk umum"


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = ASKED.date()


@photographed
def reporting() -> School:
    """Six people finished C02; the first of them rates all the others."""
    built = build_school()
    batch = built.open(capacity=6, invite=6)
    for person in built.people[:6]:
        built.confirm(batch, person)
    for session in built.sessions(batch):
        ids = [built.registration(batch, person).public_id for person in built.people[:6]]
        note_attendance(session=session, present=ids, by=built.analyst, at=session.starts_at)
    close_batch(batch=batch, by=built.analyst, at=OVER)
    return built


@pytest.fixture
def school(db: None) -> School:
    return reporting()


def ask(at: datetime = ASKED) -> int:
    return ask_for_reports(event_id=1, payload={}, by=Actor.system(None), at=at)


def report_of(school: School, number: int) -> WorkReport:
    return WorkReport.objects.get(registration__employee=school.people[number])


def actor(school: School, number: int) -> Actor:
    return school.actor(school.people[number], *([Role.SUPERIOR] if number == 0 else []))


def sent(school: School, number: int, lines: Lines = GOOD, at: datetime = ASKED) -> WorkReport:
    return send_report(report=report_of(school, number), lines=lines, by=actor(school, number), at=at)


def answered(school: School, number: int, outcome: str = "seen", hindered: tuple[str, ...] = ()) -> WorkReport:
    found = sent(school, number)
    return confirm_report(
        report=found, outcome=outcome, hindrances=hindered, remark=SAID, by=actor(school, 0), at=ASKED
    )


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def open_page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(f"evaluation:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def typed(lines: Lines) -> dict[str, str]:
    return {name: getattr(lines, name) for name in ("applied", "before", "now", "proof", "effect")}


def test_participants_are_asked_ninety_days_after_and_not_years_after(school: School) -> None:
    assert [ask(ASKED + timedelta(days=days)) for days in (-1, 31, 30, 0)] == [0, 0, 6, 0]


def test_nobody_is_asked_twice_and_no_holder_of_a_revoked_certificate(school: School) -> None:
    one = Certificate.objects.order_by("pk").first()
    assert one is not None
    revoke_certificate(certificate=one, reason="Keliru", by=school.analyst, at=OVER)
    assert ask() == 5
    assert ask(ASKED + timedelta(days=1)) == 0


def test_five_lines_are_drafted_sent_and_answered_from_a_phone(school: School) -> None:
    ask()
    author, superior = client_of(school.login(school.people[1])), client_of(school.login(school.people[0]))
    report = report_of(school, 1)
    url = reverse("evaluation:my-report", args=[report.public_id])
    assert reverse("evaluation:my-reports") in author.get(reverse("dashboards:me")).content.decode()
    author.post(url, {"before": "Sembilan", "do": "draft"})
    assert ">\nSembilan</textarea>" in author.get(url).content.decode(), "the draft is on the server"
    assert author.post(url, {"before": "Sembilan", "do": "send"}).status_code == 422
    author.post(url, {**typed(GOOD), "do": "send"})
    author.post(url, {**typed(Lines("x", "x", "x", "x", "x")), "do": "send"})
    report.refresh_from_db()
    assert (report.state, report.before, report.is_late) == ("sent", "Sembilan formulir", False)
    assert reverse("evaluation:led-reports") in superior.get(reverse("dashboards:home")).content.decode()
    assert school.people[1].full_name in open_page(superior, "led-reports")
    answer = {"outcome": "partly", "hindrances": ["tools", "time"], "remark": "Mesin cetak satu"}
    superior.post(reverse("evaluation:led-report", args=[report.public_id]), answer)
    superior.post(reverse("evaluation:led-report", args=[report.public_id]), {"outcome": "not_yet"})
    told = open_page(author, "my-report", report.public_id)
    report.refresh_from_db()
    assert (report.outcome, report.confirmed_by_id) == ("partly", school.people[0].pk)
    assert "Mesin cetak satu" in told
    assert report.confirmed_name in told
    assert reverse("evaluation:led-reports") not in superior.get(reverse("dashboards:home")).content.decode()


def test_a_late_report_is_taken_and_marked(school: School, settings) -> None:
    ask()
    assert sent(school, 1, at=LATE).is_late
    settings.RENBINA_FROZEN_ON = LATE.date()
    assert (
        'class="rb-alert warn"'
        in client_of(school.login(school.people[2])).get(reverse("dashboards:me")).content.decode()
    ), "who has not written is told that it is overdue"


def test_that_nothing_changed_is_an_answer_with_one_line(school: School) -> None:
    ask()
    with pytest.raises(ReportRefused):
        sent(school, 1, Lines(nothing_changed=True))
    assert sent(school, 1, Lines(now="Alat belum datang", nothing_changed=True)).state == "sent"


def test_a_report_with_an_empty_line_is_not_sent(school: School) -> None:
    ask()
    for missing in typed(GOOD):
        with pytest.raises(ReportRefused) as refusal:
            sent(school, 1, Lines(**{**typed(GOOD), missing: "  "}))
        assert refusal.value.field == missing
    assert report_of(school, 1).state == "asked"


def test_nobody_answers_their_own_report(school: School) -> None:
    ask()
    own = sent(school, 0)
    with pytest.raises(OwnReport):
        confirm_report(report=own, outcome="seen", by=actor(school, 0), at=ASKED)
    client = client_of(school.login(school.people[0]))
    assert client.post(reverse("evaluation:led-report", args=[own.public_id]), {"outcome": "seen"}).status_code == 404
    assert report_of(school, 0).state == "sent"


def test_another_superior_a_colleague_and_an_unsent_draft(school: School) -> None:
    ask()
    Supervision.objects.create(
        employee=school.people[7], superior=school.people[6], relation="rater", valid_from=date(2020, 1, 1)
    )
    report = sent(school, 1)
    other = client_of(school.login(school.people[6]))
    assert other.get(reverse("evaluation:led-report", args=[report.public_id])).status_code == 404
    with pytest.raises(NotFound):
        confirm_report(report=report, outcome="seen", by=school.actor(school.people[6], Role.SUPERIOR), at=ASKED)
    colleague = client_of(school.login(school.people[2]))
    assert colleague.get(reverse("evaluation:my-report", args=[report.public_id])).status_code == 404
    assert colleague.get(reverse("evaluation:led-report", args=[report.public_id])).status_code == 403
    assert colleague.get(reverse("evaluation:report", args=[report.public_id])).status_code == 403
    save_report(report=report_of(school, 2), lines=GOOD, by=actor(school, 2), at=ASKED)
    superior = client_of(school.login(school.people[0]))
    draft = report_of(school, 2).public_id
    assert superior.get(reverse("evaluation:led-report", args=[draft])).status_code == 404, "drafts are one's own"
    analyst = client_of(school.town.users["analyst"])
    assert "Sembilan formulir" not in open_page(analyst, "report", draft)
    assert "Sembilan formulir" in open_page(analyst, "report", report.public_id)


def test_a_second_superior_learns_that_it_was_answered_already(school: School) -> None:
    ask()
    Supervision.objects.create(
        employee=school.people[1], superior=school.people[6], relation="team_leader", valid_from=date(2020, 1, 1)
    )
    report = answered(school, 1)
    with pytest.raises(ReportRefused):
        confirm_report(report=report, outcome="not_yet", by=school.actor(school.people[6], Role.SUPERIOR), at=ASKED)
    assert report_of(school, 1).outcome == "seen"


def test_a_report_becomes_a_story_only_with_consent_and_without_the_superiors_words(school: School) -> None:
    ask()
    with pytest.raises(ReportRefused):
        share_report(report=sent(school, 1), title="t", is_named=True, by=actor(school, 1), at=ASKED)
    report = answered(school, 2, "seen", ("tools",))
    author, reader = client_of(school.login(school.people[2])), client_of(school.login(school.people[3]))
    assert not Story.objects.exists()
    author.post(reverse("evaluation:report-share", args=[report.public_id]), {"title": "Sembilan jadi empat"})
    page = reader.get(reverse("community:story", args=[Story.objects.get().public_id])).content.decode()
    assert "Empat formulir" in page
    for secret in (SAID, school.people[2].name, school.people[0].full_name):
        assert secret not in page


def test_consent_taken_back_removes_the_story_at_once(school: School) -> None:
    ask()
    report = answered(school, 2)
    share_report(report=report, title="t", is_named=True, by=actor(school, 2), at=ASKED)
    story = Story.objects.get()
    with pytest.raises(NotFound):
        stop_sharing_report(report=report, by=actor(school, 3), at=ASKED)
    author, reader = client_of(school.login(school.people[2])), client_of(school.login(school.people[3]))
    author.post(reverse("evaluation:report-unshare", args=[report.public_id]))
    assert reader.get(reverse("community:story", args=[story.public_id])).status_code == 404
    assert not Story.objects.exists()
    assert "Sembilan formulir" in open_page(author, "my-report", report.public_id), "the report itself stays"


def test_what_the_superior_does_not_see_is_no_story(school: School) -> None:
    ask()
    report = answered(school, 2, "not_yet")
    client = client_of(school.login(school.people[2]))
    answer = client.post(reverse("evaluation:report-share", args=[report.public_id]), {"title": "t"})
    assert answer.status_code == 422
    assert not Story.objects.exists()


def test_typed_markup_stays_text(school: School) -> None:
    ask()
    nasty = "<script>x</script>"
    report = sent(school, 1, Lines(nasty, nasty, nasty, nasty, nasty))
    confirm_report(report=report, outcome="seen", remark=nasty, by=actor(school, 0), at=ASKED)
    superior, analyst = client_of(school.login(school.people[0])), client_of(school.town.users["analyst"])
    author = client_of(school.login(school.people[1]))
    for page in (
        open_page(author, "my-report", report.public_id), open_page(superior, "led-report", report.public_id),
        open_page(analyst, "report", report.public_id),
    ):  # fmt: skip
        assert nasty not in page
        assert "&lt;script&gt;x" in page


def test_reminders_come_once_a_week_four_times_and_to_whom_it_waits_for(school: School) -> None:
    school.login(school.people[1], "peserta@kota.test")
    school.login(school.people[0], "atasan@kota.test")
    ask()
    sent(school, 1)
    mail.outbox.clear()
    counts = [
        remind_of_reports(event_id=day, payload={}, by=Actor.system(None), at=ASKED + timedelta(days=day))
        for day in (1, 7, 8, 14, 21, 28, 35)
    ]
    assert counts == [0, 6, 0, 6, 6, 6, 0]
    assert {report.reminders for report in WorkReport.objects.all()} == {4}


def test_a_letter_goes_to_the_superior_when_it_waits_for_the_superior(
    school: School, django_capture_on_commit_callbacks
) -> None:
    school.login(school.people[0], "atasan@kota.test")
    ask()
    sent(school, 0)
    sent(school, 1)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        remind_of_reports(event_id=1, payload={}, by=Actor.system(None), at=ASKED + timedelta(days=7))
    assert [(letter.to, school.people[1].full_name in letter.body) for letter in mail.outbox] == [
        (["atasan@kota.test"], True)
    ]


def test_figures_of_a_programme_leave_out_groups_under_five(school: School) -> None:
    ask()
    programme = Programme.objects.get(agency=school.town.agency, code="C02")
    for number in range(1, 5):
        answered(school, number, "seen" if number < 4 else "not_yet", ("tools",) if number < 3 else ("time",))
    few = behaviour_of(programme, 2027)
    assert (few.asked, few.reported, few.seen, few.hindrances) == (6, 4, None, {})
    assert hindrances(school.analyst, 4) == ()
    answered(school, 5, "partly")
    found = behaviour_of(programme, 2027, LATE.date())
    assert (found.seen, found.partly, found.not_yet, found.confirmed, found.overdue) == (3, 1, 1, 5, 1)
    assert found.hindrances == {"tools": 2, "time": 2}
    assert found.findings == {"tools": 2}, "time is no finding of tools or procedure"
    WorkReport.objects.filter(registration__employee__in=school.people[:2]).delete()
    assert behaviour_of(programme, 2027).asked is None
    assert behaviour_of(programme, 2026).asked is None


def test_the_page_of_a_programme_shows_what_hindered(school: School, django_assert_max_num_queries) -> None:
    ask()
    analyst = client_of(school.town.users["analyst"])
    url = reverse(
        "evaluation:programme", args=[Programme.objects.get(agency=school.town.agency, code="C02").public_id, 2027]
    )
    assert "Alat: " not in analyst.get(url).content.decode()
    for number in range(1, 6):
        answered(school, number, hindered=("tools",))
    with django_assert_max_num_queries(15):
        page = analyst.get(url).content.decode()
    assert "Alat: 5" in page
    assert reverse("evaluation:report-list") in open_page(analyst, "home")


def test_due_and_confirmed_reports_are_counted_for_the_verdict(school: School) -> None:
    ask()
    programme = Programme.objects.get(agency=school.town.agency, code="C02")
    answered(school, 1)
    answered(school, 2, "not_yet")
    before = reports_of(school.town.agency, 2027, [programme.pk], ASKED.date())[programme.pk]
    after = reports_of(school.town.agency, 2027, [programme.pk], LATE.date())[programme.pk]
    assert (before.due, before.written, before.confirmed) == (2, 2, 1)
    assert (after.due, after.written, after.confirmed) == (6, 2, 1)


def test_the_desk_counts_and_the_pages_say_what_comes(school: School) -> None:
    analyst = client_of(school.town.users["analyst"])
    author = client_of(school.login(school.people[0]))
    assert "rb-empty" in open_page(analyst, "report-list")
    assert "rb-empty" in open_page(author, "my-reports")
    assert "rb-empty" in open_page(author, "led-reports")
    ask()
    for number in range(1, 6):
        answered(school, number, hindered=("procedure",))
    page = open_page(analyst, "report-list")
    assert school.people[1].full_name in page
    assert reverse("evaluation:report", args=[report_of(school, 1).public_id]) in page


@pytest.mark.parametrize("people", [1, 5])
def test_pages_cost_the_same_whatever_their_length(school: School, people: int, django_assert_max_num_queries) -> None:
    ask()
    for number in range(1, people + 1):
        sent(school, number)
    clients = {
        "led-reports": client_of(school.login(school.people[0])),
        "report-list": client_of(school.town.users["analyst"]),
        "my-reports": client_of(school.login(school.people[1])),
    }
    for name, client in clients.items():
        open_page(client, name)
        with django_assert_max_num_queries(11):
            open_page(client, name)


def test_another_agencys_analyst_sees_nothing(school: School) -> None:
    ask()
    stranger = client_of(build_school(name="Kota Lain", first=500).town.users["analyst"])
    url = reverse("evaluation:report", args=[sent(school, 1).public_id])
    assert stranger.get(url).status_code == 404
    assert school.people[1].name not in open_page(stranger, "report-list")


def test_what_fewer_than_five_superiors_said_is_no_figure() -> None:
    assert Reports(due=4, written=4, confirmed=4).share is None
    assert Reports(due=5, written=5, confirmed=3).share == 0.6
