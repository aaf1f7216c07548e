"""The pages of classes: what each person can do, in how many taps, and what they say when there is nothing."""

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.rooms.delivery.school import DURING, FIRST, OVER, School
from tests.rooms.planning.town import DAY

from renbina.delivery import queries
from renbina.delivery.actions import close_batch, note_attendance, revoke_certificate
from renbina.delivery.actions.refusals import BatchRefused
from renbina.delivery.models import Attendance, Batch, Certificate, Registration
from renbina.foundation import clock
from renbina.foundation.errors import NotFound
from renbina.organisation.models import RoleGrant
from renbina.planning.models import Plan


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = DAY


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch, settings):
    """moment(at): the business stands at this minute. The machine's clock is not ours."""

    def stand(at) -> None:
        settings.RENBINA_FROZEN_ON = None
        monkeypatch.setattr(clock, "real_now", lambda: at)

    return stand


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


@pytest.fixture
def analyst(school: School) -> Client:
    return client_of(school.town.users["analyst"])


def text_of(response) -> str:
    return response.content.decode()


def finished(school: School) -> Batch:
    batch = school.open(capacity=2, invite=2)
    for person in school.people[:2]:
        school.confirm(batch, person)
    for session in school.sessions(batch):
        ids = [school.registration(batch, person).public_id for person in school.people[:2]]
        note_attendance(session=session, present=ids, by=school.analyst, at=session.starts_at)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    return batch


def test_the_list_offers_what_the_plan_wants_to_hold(school: School, analyst: Client) -> None:
    page = text_of(analyst.get(reverse("delivery:batch-list")))
    assert "Komunikasi pelayanan di loket" in page
    assert reverse("delivery:batch-open", args=[school.offer.public_id]) in page


def test_an_analyst_opens_a_class_with_a_form_that_knows_the_usual(school: School, analyst: Client) -> None:
    url = reverse("delivery:batch-open", args=[school.offer.public_id])
    usual = analyst.get(url).context["form"].initial
    answer = analyst.post(url, usual | {"place": "Aula", "trainer": "Sari Widya"})
    batch = Batch.objects.get()
    assert answer.status_code == 302
    assert (batch.registrations.count(), batch.sessions.count(), batch.capacity) == (6, 2, 6)
    assert batch.sessions.order_by("starts_at").first().starts_at == FIRST  # type: ignore[union-attr]  # just counted


def test_days_in_a_row_leave_out_the_weekend(school: School, analyst: Client) -> None:
    url = reverse("delivery:batch-open", args=[school.offer.public_id])
    usual = analyst.get(url).context["form"].initial
    analyst.post(url, usual | {"place": "Aula", "trainer": "Sari", "first_day": "2027-05-07", "days": 2})
    days = [each.starts_at.date() for each in Batch.objects.get().sessions.order_by("starts_at")]
    assert days == [date(2027, 5, 7), date(2027, 5, 10)]


def test_a_form_with_too_many_seats_comes_back_with_its_words(school: School, analyst: Client) -> None:
    url = reverse("delivery:batch-open", args=[school.offer.public_id])
    usual = analyst.get(url).context["form"].initial
    answer = analyst.post(url, usual | {"place": "Aula", "trainer": "Sari", "capacity": 99})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_an_employee_confirms_with_one_tap(school: School) -> None:
    batch = school.open(invite=3)
    client = client_of(school.login(school.people[0]))
    page = text_of(client.get(reverse("delivery:mine")))
    url = reverse("delivery:confirm", args=[school.registration(batch, school.people[0]).public_id])
    assert f'action="{url}"' in page
    told = text_of(client.post(url, follow=True))
    assert school.registration(batch, school.people[0]).state == "confirmed"
    assert 'class="rb-badge good"' in told


def test_the_own_page_says_that_an_invitation_waits(school: School) -> None:
    client = client_of(school.login(school.people[0]))
    url = reverse("delivery:mine")
    before = text_of(client.get(reverse("dashboards:me"))).count(f'href="{url}"')
    batch = school.open(invite=1)
    assert text_of(client.get(reverse("dashboards:me"))).count(f'href="{url}"') == before + 1
    school.confirm(batch, school.people[0])
    assert text_of(client.get(reverse("dashboards:me"))).count(f'href="{url}"') == before


def test_declining_without_a_reason_changes_nothing_and_says_so(school: School) -> None:
    batch = school.open(invite=1)
    client = client_of(school.login(school.people[0]))
    mine = school.registration(batch, school.people[0])
    answer = client.post(reverse("delivery:decline", args=[mine.public_id]), {"reason": " "}, follow=True)
    mine.refresh_from_db()
    assert mine.state == "invited"
    assert "rb-alert" in text_of(answer) or "alert" in text_of(answer)


def test_typed_markup_stays_text(school: School, analyst: Client) -> None:
    batch = school.open(invite=1)
    client = client_of(school.login(school.people[0]))
    mine = school.registration(batch, school.people[0])
    client.post(reverse("delivery:decline", args=[mine.public_id]), {"reason": "<script>x</script>"})
    page = text_of(analyst.get(reverse("delivery:batch", args=[batch.public_id])))
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


def test_nobody_answers_through_the_address_of_a_colleague(school: School) -> None:
    batch = school.open(invite=2)
    client = client_of(school.login(school.people[1]))
    theirs = school.registration(batch, school.people[0])
    assert client.post(reverse("delivery:confirm", args=[theirs.public_id])).status_code == 404


def test_a_superior_agrees_with_one_tap_and_sees_only_their_people(school: School) -> None:
    batch = school.open(invite=3)
    client = client_of(school.login(school.people[0]))
    page = text_of(client.get(reverse("delivery:led")))
    assert school.people[1].name in page
    mine = school.registration(batch, school.people[1])
    client.post(reverse("delivery:led-answer", args=[mine.public_id]), {"answer": "agree"})
    mine.refresh_from_db()
    assert mine.superior_answer == "agreed"
    own = school.registration(batch, school.people[0])
    assert client.post(reverse("delivery:led-answer", args=[own.public_id]), {"answer": "agree"}).status_code == 404


def test_the_code_on_the_screen_leads_to_a_page_of_one_tap(school: School, analyst: Client, moment) -> None:
    batch = school.open(invite=1)
    school.confirm(batch, school.people[0])
    session = school.sessions(batch)[0]
    moment(DURING)
    shown = text_of(analyst.get(reverse("delivery:room-code", args=[session.public_id])))
    code = queries.code_for(session, DURING)
    assert f"{code[:4]} {code[4:]}" in shown
    assert "<svg" in shown
    client = client_of(school.login(school.people[0]))
    url = reverse("delivery:check-in", args=[session.public_id])
    assert f'value="{code}"' in text_of(client.get(url, {"kode": code}))
    assert not Attendance.objects.exists(), "opening the page must not note anybody"
    client.post(url, {"code": code})
    assert Attendance.objects.get().means == "code"


def test_a_foreign_code_gets_a_kind_answer(school: School, moment) -> None:
    batch = school.open(invite=1)
    school.confirm(batch, school.people[0])
    moment(DURING)
    client = client_of(school.login(school.people[0]))
    answer = client.post(reverse("delivery:check-in", args=[school.sessions(batch)[0].public_id]), {"code": "ZZZZ2222"})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_before_the_doors_open_the_screen_shows_no_code(school: School, analyst: Client, moment) -> None:
    session = school.sessions(school.open())[0]
    moment(FIRST - timedelta(hours=1))
    page = text_of(analyst.get(reverse("delivery:room-code", args=[session.public_id])))
    assert queries.code_for(session, FIRST - timedelta(hours=1))[:4] not in page


def test_the_list_of_a_session_is_saved(school: School, analyst: Client, moment) -> None:
    batch = school.open(invite=2)
    for person in school.people[:2]:
        school.confirm(batch, person)
    moment(DURING)
    url = reverse("delivery:attendance", args=[school.sessions(batch)[0].public_id])
    analyst.post(url, {"present": [school.registration(batch, school.people[1]).public_id]})
    assert Attendance.objects.get().registration.employee_id == school.people[1].pk
    assert text_of(analyst.get(url)).count(" checked") == 1


def test_closing_from_the_page_issues_certificates(school: School, analyst: Client, moment) -> None:
    batch = school.open(capacity=2, invite=2)
    school.confirm(batch, school.people[0])
    for session in school.sessions(batch):
        ids = [school.registration(batch, school.people[0]).public_id]
        note_attendance(session=session, present=ids, by=school.analyst, at=session.starts_at)
    moment(OVER)
    analyst.post(reverse("delivery:batch-close", args=[batch.public_id]))
    analyst.post(reverse("delivery:batch-close", args=[batch.public_id]))
    assert Certificate.objects.count() == 1
    assert "001/C02/1/2027" in text_of(analyst.get(reverse("delivery:batch", args=[batch.public_id])))


def test_the_certificate_is_a_tagged_pdf_with_its_number_and_address(school: School) -> None:
    finished(school)
    one = Certificate.objects.get(registration__employee=school.people[0])
    client = client_of(school.login(school.people[0]))
    answer = client.get(reverse("delivery:certificate-pdf", args=[one.public_id]))
    reader = PdfReader(io.BytesIO(answer.content))
    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert one.number in text
    assert one.public_id in text.replace("\n", "")


def test_a_colleague_does_not_open_the_certificate(school: School) -> None:
    finished(school)
    one = Certificate.objects.get(registration__employee=school.people[0])
    other = client_of(school.login(school.people[1]))
    assert other.get(reverse("delivery:certificate", args=[one.public_id])).status_code == 404
    assert other.get(reverse("delivery:certificate-pdf", args=[one.public_id])).status_code == 404


def test_the_public_page_says_name_and_programme_and_nothing_else(school: School) -> None:
    finished(school)
    one = Certificate.objects.get(registration__employee=school.people[0])
    answer = Client().get(reverse("delivery:verify-code", args=[one.public_id]))
    page = text_of(answer)
    assert answer.status_code == 200
    assert school.people[0].full_name in page
    assert one.programme_name in page
    for secret in (school.people[0].nip, one.number, "Disdukcapil", "Operator", "Aula"):
        assert secret not in page


def test_the_public_page_says_when_a_certificate_was_revoked(school: School) -> None:
    finished(school)
    one = Certificate.objects.get(registration__employee=school.people[0])
    before = text_of(Client().get(reverse("delivery:verify-code", args=[one.public_id])))
    revoke_certificate(certificate=one, reason="Rahasia dalam", by=school.analyst, at=OVER)
    after = text_of(Client().get(reverse("delivery:verify-code", args=[one.public_id])))
    assert "rb-alert good" in before
    assert "rb-alert warn" in after
    assert "Rahasia dalam" not in after


def test_a_code_that_never_existed_gets_a_kind_answer(db: None) -> None:
    answer = Client().get(reverse("delivery:verify"), {"kode": "2222222222222a"})
    assert answer.status_code == 404
    assert 'name="kode"' in text_of(answer)


def test_empty_pages_say_what_comes(school: School) -> None:
    client = client_of(school.login(school.people[0]))
    assert "rb-empty" in text_of(client.get(reverse("delivery:mine")))
    assert "rb-empty" in text_of(client.get(reverse("delivery:led")))


@pytest.mark.parametrize("people", [3, 8])
def test_my_team_costs_the_same_whatever_its_size(school: School, people: int, django_assert_max_num_queries) -> None:
    school.open(capacity=6, invite=people)
    client = client_of(school.login(school.people[0]))
    client.get(reverse("delivery:led"))
    with django_assert_max_num_queries(14):
        client.get(reverse("delivery:led"))


def test_an_auditor_reads_classes_and_changes_none(school: School) -> None:
    batch = school.open(invite=1)
    auditor = client_of(school.town.users["auditor"])
    page = text_of(auditor.get(reverse("delivery:batch", args=[batch.public_id])))
    assert reverse("delivery:batch-invite", args=[batch.public_id]) not in page
    assert auditor.post(reverse("delivery:batch-invite", args=[batch.public_id]), {"count": 1}).status_code == 403
    assert Registration.objects.count() == 1
    assert RoleGrant.objects.exists()
    assert settings.RENBINA_FROZEN_ON == DAY


def test_a_cancelled_class_says_so_to_who_keeps_it_and_to_its_people(school: School, analyst: Client) -> None:
    batch = school.open(capacity=2, invite=2)
    school.login(school.people[0])
    school.confirm(batch, school.people[0])
    page = analyst.post(
        reverse("delivery:batch-cancel", args=[batch.public_id]), {"reason": "Pelatih sakit"}, follow=True
    )
    assert "Kelas ini dibatalkan" in text_of(page)
    assert reverse("delivery:batch-cancel", args=[batch.public_id]) not in text_of(page)
    mine = text_of(client_of(school.people[0].user).get(reverse("delivery:mine")))
    assert f"Dibatalkan: {batch.programme.name}" in mine
    assert "Pelatih sakit" in mine


def test_a_trainer_of_our_own_finds_the_code_on_their_own_page(school: School, moment) -> None:
    user = school.login(school.people[5])
    batch = school.open(capacity=2, trainer_nip=school.people[5].nip)
    session = school.sessions(batch)[0]
    code = reverse("delivery:room-code", args=[session.public_id])
    client = client_of(user)
    assert code not in text_of(client.get(reverse("delivery:mine")))
    moment(DURING)
    for page in ("delivery:mine", "dashboards:me"):
        assert code in text_of(client.get(reverse(page))), page
    assert client.get(code).status_code == 200


def test_the_sheet_to_sign_has_a_line_for_everybody_with_a_seat(school: School, analyst: Client) -> None:
    batch = school.open(capacity=3, invite=3)
    for person in school.people[:2]:
        school.confirm(batch, person)
    answer = analyst.get(reverse("delivery:attendance-sheet", args=[school.sessions(batch)[0].public_id]))
    assert answer["Content-Type"] == "application/pdf"
    words = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert all(person.name in words for person in school.people[:2])
    assert school.people[2].name not in words
    assert school.people[0].nip not in words


def test_the_home_of_a_superior_leads_to_the_invitations_of_their_people(school: School) -> None:
    user = school.login(school.people[0])
    school.open(capacity=3, invite=3)
    page = text_of(client_of(user).get(reverse("dashboards:home")))
    assert reverse("delivery:led") in page
    assert "2 undangan" in page


def test_a_public_holiday_among_the_days_is_told_and_can_be_meant(school: School, analyst: Client) -> None:
    url = reverse("delivery:batch-open", args=[school.offer.public_id])
    usual = analyst.get(url).context["form"].initial | {"place": "Aula", "trainer": "Sari", "days": 3}
    answer = analyst.post(url, usual | {"first_day": "2027-05-05"})  # Wednesday; the 6th is a holiday
    assert answer.status_code == 422
    assert "6 Mei 2027 (Kenaikan Yesus Kristus, belum dipastikan)" in text_of(answer)
    assert not Batch.objects.exists()
    analyst.post(url, usual | {"first_day": "2027-05-05", "on_days_off": "on"})
    batch = Batch.objects.get()
    assert [each.starts_at.day for each in school.sessions(batch)] == [5, 6, 7]
    assert "Kenaikan Yesus Kristus" in text_of(analyst.get(reverse("delivery:batch", args=[batch.public_id])))


def test_a_first_day_on_a_sunday_is_told_and_not_quietly_moved(school: School, analyst: Client) -> None:
    url = reverse("delivery:batch-open", args=[school.offer.public_id])
    usual = analyst.get(url).context["form"].initial | {"place": "Aula", "trainer": "Sari", "first_day": "2027-05-09"}
    assert analyst.post(url, usual).status_code == 422
    assert not Batch.objects.exists()
    analyst.post(url, usual | {"on_days_off": "on"})
    assert school.sessions(Batch.objects.get())[0].starts_at.date() == date(2027, 5, 9)


def test_on_a_holiday_people_check_in_as_ever(school: School, moment) -> None:
    start = FIRST + timedelta(days=3)  # Ascension
    batch = school.open(first=start, days=1, invite=1, on_days_off=True)
    school.confirm(batch, school.people[0])
    moment(start + timedelta(minutes=5))
    session = school.sessions(batch)[0]
    client = client_of(school.login(school.people[0]))
    code = queries.code_for(session, start + timedelta(minutes=5))
    client.post(reverse("delivery:check-in", args=[session.public_id]), {"code": code})
    assert Attendance.objects.count() == 1


def test_nothing_is_opened_from_a_plan_that_was_not_set_by_decree(school: School, client: Client) -> None:
    plan = school.town.plan
    Plan.objects.filter(pk=plan.pk).update(approved_run=None, status="proposed")
    plan.refresh_from_db()
    assert queries.unopened(school.analyst) == (None, ())
    assert queries.offer_waiting(school.analyst, plan, school.offer.programme) == ""
    with pytest.raises(NotFound):
        queries.offer_to_open(school.analyst, school.offer.public_id)
    with pytest.raises(BatchRefused):
        school.open(capacity=6, invite=0)
    client.force_login(school.town.users["analyst"])
    text = client.get(reverse("delivery:batch-list")).content.decode()
    assert "Rencana 2027 belum ditetapkan" in text
    assert reverse("planning:plan-approval", args=[plan.public_id]) in text
    asked = reverse("planning:plan-programme", args=[plan.public_id, school.offer.programme.public_id])
    assert "Menunggu penetapan" in client.get(asked).content.decode()
