"""The test before and after a class: taken by its people on their own page, and its points in scores and verdict."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.rooms.delivery.school import DURING, FIRST, OVER, School, build_school
from tests.rooms.planning.town import AT

from binacore.survey import points
from renbina.delivery.actions import close_batch, note_attendance
from renbina.delivery.models import Batch
from renbina.evaluation import models
from renbina.evaluation.actions import ExamRefused, ask_test, finish_test, save_scores
from renbina.evaluation.gather import class_rows, held_batches
from renbina.evaluation.queries import own_scores
from renbina.foundation import clock, outbox
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.models import Employee
from renbina.surveys.actions import ItemRefused, add_section, answer_named, close_due, create_instrument, save_item
from renbina.surveys.models import Campaign, InstrumentVersion

FIRST_DAY = date(2027, 5, 3)


@pytest.fixture(autouse=True)
def the_day(settings, monkeypatch: pytest.MonkeyPatch):
    settings.RENBINA_FROZEN_ON = AT.date()
    with translation.override("en"):
        yield


@pytest.fixture
def school(db: None) -> School:
    return build_school()


@pytest.fixture
def version(school: School) -> InstrumentVersion:
    """Two questions with a right answer, and one of opinion that counts for nothing."""
    who = {"by": school.analyst, "at": AT}
    version = create_instrument(name="Tes loket", purpose="", intro="", **who).versions.get()
    section = add_section(version=version, title="Soal", **who)
    for text in ("Salam pertama?", "Berkas kurang?"):
        asked = {"kind": "choice", "text": text, "choices": ["Ya", "Tidak", "Nanti"], "right": "Ya"}
        save_item(section=section, values=asked, **who)
    save_item(section=section, values={"kind": "choice", "text": "Suka?", "choices": ["Ya", "Tidak"]}, **who)
    return version


def opened(school: School) -> Batch:
    batch = school.open(capacity=6, invite=6)
    for person in school.people[:6]:
        school.confirm(batch, person)
    return batch


def ask(
    school: School, batch: Batch, version: InstrumentVersion, time: str = "before", *, at=AT, **changed
) -> Campaign:
    closes_on = changed.pop("closes_on", at.date() + timedelta(days=2))
    return ask_test(batch=batch, version=version, time=time, closes_on=closes_on, by=school.analyst, at=at)


def answers(school: School, campaign: Campaign, person: Employee, one: str, two: str, *, at=AT) -> None:
    sheet = {"q1": one, "q2": two, "q3": "Tidak"}
    answer_named(campaign=campaign, answers=sheet, by=school.actor(person), at=at)


def hold(school: School, batch: Batch) -> None:
    for session in school.sessions(batch):
        ids = [school.registration(batch, person).public_id for person in school.people[:6]]
        note_attendance(session=session, present=ids, by=school.analyst, at=session.starts_at)
    close_batch(batch=batch, by=school.analyst, at=OVER)


def test_points_are_the_share_of_right_answers_and_what_is_left_out_is_not_right() -> None:
    right = {"q1": "Ya", "q2": "Ya"}
    assert points(right, {"q1": "Ya", "q2": "Tidak", "q3": "Ya"}) == 50
    assert points(right, {"q1": "Ya"}) == 50
    assert points({}, {"q1": "Ya"}) is None


def test_both_tests_reach_the_persons_own_page_and_the_figures_of_the_verdict(
    school: School, version: InstrumentVersion
) -> None:
    batch = opened(school)
    before = ask(school, batch, version)
    for person in school.people[:5]:
        answers(school, before, person, "Ya", "Tidak")
    close_due(event_id=1, payload={}, by=school.analyst, at=AT + timedelta(days=5))
    outbox.deliver()
    hold(school, batch)
    after = ask(school, batch, version, "after", at=OVER)
    for person in school.people[:5]:
        answers(school, after, person, "Ya", "Ya", at=OVER)
    assert finish_test(batch=batch, time="after", by=school.analyst, at=OVER) == 5
    assert [(row.before, row.after) for row in own_scores(school.actor(school.people[0]))] == [(50, 100)]
    held = held_batches(school.town.agency.pk, [2027])
    assert class_rows(held)[0].scores == ((50, 100),) * 5


def test_points_from_paper_and_from_the_page_stand_side_by_side(school: School, version: InstrumentVersion) -> None:
    batch = opened(school)
    nip = school.people[0].nip
    campaign = ask(school, batch, version)
    answers(school, campaign, school.people[0], "Ya", "Ya")
    save_scores(batch=batch, text=f"{nip};-;80", by=school.analyst, at=AT)
    finish_test(batch=batch, time="before", by=school.analyst, at=AT)
    score = models.TestScore.objects.get(registration__employee=school.people[0])
    assert (score.before, score.after) == (100, 80)


def test_a_test_that_makes_no_sense_is_refused(school: School, version: InstrumentVersion) -> None:
    empty = school.open(capacity=6, invite=6)
    with pytest.raises(ExamRefused, match="Nobody has a seat"):
        ask(school, empty, version)
    batch = opened_again(school, empty)
    with pytest.raises(ExamRefused, match="first day"):
        ask(school, batch, version, closes_on=FIRST_DAY + timedelta(days=1))
    with pytest.raises(ExamRefused, match="not begun"):
        ask(school, batch, version, "after")
    ask(school, batch, version)
    with pytest.raises(ExamRefused, match="already"):
        ask(school, batch, version)
    plain = create_instrument(name="Pendapat", purpose="", intro="", by=school.analyst, at=AT).versions.get()
    with pytest.raises(ExamRefused, match="right answer"):
        ask(school, batch, plain, "after", at=DURING)


def opened_again(school: School, batch: Batch) -> Batch:
    for person in school.people[:2]:
        school.confirm(batch, person)
    return batch


def test_a_right_answer_that_is_no_choice_is_refused(school: School, version: InstrumentVersion) -> None:
    section = version.sections.get()
    values = {"kind": "choice", "text": "X", "choices": ["Ya", "Tidak"], "right": "ya"}
    with pytest.raises(ItemRefused) as refused:
        save_item(section=section, values=values, by=school.analyst, at=AT)
    assert refused.value.field == "right"


def test_only_who_reads_scores_asks_and_closes(school: School, version: InstrumentVersion) -> None:
    batch = opened(school)
    superior = school.actor(school.people[0], Role.SUPERIOR)
    with pytest.raises(Forbidden):
        ask_test(batch=batch, version=version, time="before", closes_on=FIRST_DAY, by=superior, at=AT)
    with pytest.raises(Forbidden):
        finish_test(batch=batch, time="before", by=superior, at=AT)


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_the_analyst_asks_and_the_participant_answers_without_seeing_what_is_right(
    school: School, version: InstrumentVersion, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    batch = opened(school)
    settings.RENBINA_FROZEN_ON = None
    monkeypatch.setattr(clock, "real_now", lambda: AT)
    analyst = client_of(school.town.users["analyst"])
    url = reverse("evaluation:scores", args=[batch.public_id])
    post = {"do": "ask", "time": "before", "version": version.public_id, "closes_on": "2028-01-01"}
    assert analyst.post(url, post).status_code == 422
    assert analyst.post(url, post | {"closes_on": AT.date().isoformat()}).status_code == 302
    person = client_of(school.login(school.people[1]))
    campaign = Campaign.objects.get()
    page = person.get(reverse("surveys:answer-named", args=[campaign.public_id]))
    assert "Salam pertama?" in page.content.decode()
    assert "benar:" not in page.content.decode()
    person.post(page.request["PATH_INFO"], {"q1": "Ya", "q2": "Ya", "q3": "Ya"})
    assert "1 dari 6" in analyst.get(url).content.decode()
    assert analyst.post(url, {"do": "finish", "time": "before"}).status_code == 302
    assert models.TestScore.objects.get().before == 100
    assert "100" in person.get(reverse("evaluation:mine")).content.decode()
    assert FIRST.date() == FIRST_DAY
