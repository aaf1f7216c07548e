"""AKPK form 2a: made of the dictionary, sent with names, ticked; at the closing it becomes self-assessments, once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.rooms.dashboards.town import AT, ON, Town
from tests.rooms.surveys.people import words as words_of

from renbina.competency.actions import (
    CompetencyRow,
    EnglishRow,
    FormRefused,
    NewWords,
    assess_self,
    load_dictionary,
    make_form_2a,
    refresh_gaps,
    reword,
    take_self_assessments,
)
from renbina.competency.models import Assessment, Competency, Gap
from renbina.competency.previews.person import own_page
from renbina.competency.queries.dictionary import LevelWords
from renbina.competency.queries.form_2a import all_words, made_forms
from renbina.config import subscriptions
from renbina.foundation import outbox
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent, OutboxEvent
from renbina.organisation.models import Employee
from renbina.surveys.actions import (
    CampaignRefused,
    answer_named,
    close_campaign,
    create_campaign,
    import_questionnaire,
    save_draft,
)
from renbina.surveys.documents import toml_of
from renbina.surveys.models import Campaign, InstrumentVersion
from renbina.surveys.queries.scores import scores_by_subject

LATER = AT + timedelta(days=3)
CLOSES = ON + timedelta(days=7)


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.RENBINA_FROZEN_ON = ON
    with translation.override("en"):
        yield


@pytest.fixture
def town(town: Town) -> Town:
    rows = [
        CompetencyRow("2.1", "Layanan digital", "technical", "", ("Memakai", "Membantu", "Memperbaiki"), "Arti",
                      (("Masuk aplikasi", "Mengisi formulir"), ("Menuntun warga",), ("Menemukan sebab",))),
        CompetencyRow("m1", "Integritas", "managerial", "", ("Jujur", "Menegur")),
    ]  # fmt: skip
    load_dictionary(rows=rows, by=town.actor("analyst"), at=AT)
    refresh_gaps(on=ON, by=town.actor("analyst"), at=AT)
    return town


def browser(town: Town, name: str) -> Client:
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(town.users[name])
    return client


def form(town: Town, *codes: str) -> InstrumentVersion:
    chosen = [town.competencies[code] for code in codes or ("2.1", "m1")]
    return make_form_2a(competencies=chosen, by=town.actor("analyst"), at=AT)


def sent(town: Town, version: InstrumentVersion | None = None, mode: str = "named") -> Campaign:
    return create_campaign(
        version=version or form(town), title="Centang perilaku 2026", mode=mode, audience="everybody",
        closes_on=CLOSES, by=town.actor("analyst"), at=AT,
    )  # fmt: skip


def me(town: Town) -> Employee:
    return town.people[2]


TICKS = {"2-1_1_1": "yes", "2-1_1_2": "yes", "2-1_2_1": "yes", "2-1_3_1": "no", "m1_0": 1}


def tick(town: Town, campaign: Campaign, *, at: datetime = AT, **changes: object) -> None:
    answer_named(campaign=campaign, answers={**TICKS, **changes}, by=town.actor("employee"), at=at)


def close(town: Town, campaign: Campaign, *, at: datetime = LATER) -> None:
    close_campaign(campaign=campaign, by=town.actor("analyst"), at=at)


def taken(town: Town) -> list[tuple[str, int]]:
    rows = Assessment.objects.exclude(campaign=None).order_by("competency__code")
    return list(rows.values_list("competency__code", "level"))


def test_every_answer_with_a_name_becomes_self_assessments_at_the_closing(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    assert taken(town) == []
    close(town, campaign)
    assert outbox.deliver() > 0
    assert taken(town) == [("2.1", 2), ("m1", 1)]
    row = Assessment.objects.get(campaign=campaign, competency__code="2.1")
    assert (row.employee, row.rater, row.method) == (me(town), me(town), "self")
    assert (row.assessed_on, row.valid_until) == (ON, date(2027, 11, 23))
    assert row.marks == {"1.1": True, "1.2": True, "2.1": True, "3.1": False}
    assert "Centang perilaku 2026" in row.assessor


def test_the_level_is_that_of_the_same_ticks_on_the_own_page(town: Town):
    campaign = sent(town, form(town, "2.1"))
    answer = {key: value for key, value in TICKS.items() if key != "m1_0"}
    answer_named(campaign=campaign, answers=answer, by=town.actor("employee"), at=AT)
    marks = {"1.1": True, "1.2": True, "2.1": True, "3.1": False}
    own = assess_self(competency=town.competencies["2.1"], marks=marks, on=ON, by=town.actor("employee"), at=AT)
    close(town, campaign)
    outbox.deliver()
    assert Assessment.objects.get(campaign=campaign).level == own.level


def test_the_gap_follows_and_a_better_proof_stays(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    before = Gap.objects.get(employee=me(town), competency__code="2.1")
    assert Gap.objects.get(employee=me(town), competency__code="m1").held is None
    close(town, campaign)
    outbox.deliver()
    stood = Gap.objects.get(employee=me(town), competency__code="2.1")
    assert (stood.held, stood.method) == (before.held, before.method) == (1, "superior")
    known = Gap.objects.get(employee=me(town), competency__code="m1")
    assert (known.held, known.size, known.method) == (1, 2, "self")
    lines = {line.name: line for line in own_page(town.actor("employee"), on=ON, today=ON).lines}
    assert [proof.assessment.method.value for proof in lines["Layanan digital"].proofs] == ["superior", "self"]


def test_a_closing_that_is_heard_twice_counts_once(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    close(town, campaign)
    heard = {"payload": {"campaign": campaign.public_id}, "by": town.system, "at": LATER}
    assert take_self_assessments(event_id=1, **heard) == 2
    rows = list(Assessment.objects.order_by("pk").values())
    assert take_self_assessments(event_id=1, **heard) == 0
    assert list(Assessment.objects.order_by("pk").values()) == rows


def test_a_worker_that_dies_in_between_leaves_nothing_half_and_the_next_one_does_it_whole(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    campaign = sent(town)
    tick(town, campaign)
    close(town, campaign)
    hearing = subscriptions.SUBSCRIPTIONS["surveys.closed"]

    def died(**_heard: object) -> None:
        assert taken(town) == [("2.1", 2), ("m1", 1)]  # written, not yet committed
        raise KeyboardInterrupt

    monkeypatch.setitem(subscriptions.SUBSCRIPTIONS, "surveys.closed", (*hearing, died))
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver()
    assert taken(town) == []
    assert OutboxEvent.objects.get(name="surveys.closed").delivered_at is None
    monkeypatch.setitem(subscriptions.SUBSCRIPTIONS, "surveys.closed", hearing)
    outbox.deliver()
    assert taken(town) == [("2.1", 2), ("m1", 1)]


def test_a_draft_is_never_counted_and_a_changed_answer_counts_as_it_was_last(town: Town):
    campaign = sent(town)
    save_draft(campaign=campaign, answers={"2-1_1_1": "yes"}, by=town.actor("superior"), at=AT)
    tick(town, campaign)
    changed = AT + timedelta(days=1)
    tick(town, campaign, at=changed, m1_0=2)
    close(town, campaign)
    outbox.deliver()
    assert taken(town) == [("2.1", 2), ("m1", 2)]
    assert set(Assessment.objects.filter(campaign=campaign).values_list("assessed_on", flat=True)) == {
        ON + timedelta(days=1)
    }


def test_it_cannot_be_sent_anonymously(town: Town):
    with pytest.raises(CampaignRefused, match="become self-assessments") as refused:
        sent(town, mode="anonymous")
    assert refused.value.field == "mode"
    assert not Campaign.objects.exists()


def test_a_confidential_one_makes_results_of_groups_only(town: Town):
    campaign = sent(town, mode="confidential")
    tick(town, campaign)
    close(town, campaign)
    outbox.deliver()
    assert take_self_assessments(
        event_id=1, payload={"campaign": campaign.public_id}, by=town.system, at=LATER
    ) == 0  # fmt: skip
    assert taken(town) == []


def test_another_questionnaire_with_the_same_questions_makes_no_assessments(town: Town):
    content = toml_of(form(town)).replace(b'code = "akpk-2a-', b'code = "salinan-')
    campaign = sent(town, import_questionnaire(content=content, by=town.actor("analyst"), at=AT))
    tick(town, campaign)
    close(town, campaign)
    outbox.deliver()
    assert taken(town) == []


def test_answers_to_other_words_than_those_of_that_day_are_left_aside(town: Town):
    version = form(town)
    levels = (LevelWords(1, "Jujur", ()), LevelWords(2, "Menegur rekan", ()))
    words = NewWords("Integritas", "", levels)
    integrity = Competency.objects.get(code="m1")
    reword(competency=integrity, words=words, since=ON + timedelta(days=1), reason="Jelas", by=town.actor("analyst"),
           at=AT)  # fmt: skip
    campaign = sent(town, version)
    tick(town, campaign, at=AT + timedelta(days=2))
    close(town, campaign)
    outbox.deliver()
    assert taken(town) == [("2.1", 2)]
    [line] = AuditEvent.objects.filter(verb="competency.take_self_assessments")
    assert (line.new["assessments"], line.new["left_aside"]) == (1, 1)
    words = all_words(town.actor("analyst"))
    [made] = made_forms(town.actor("analyst"), ON + timedelta(days=2), words)
    assert made.outdated == ("Integritas",)
    assert made_forms(town.actor("analyst"), ON, words)[0].outdated == ()


def campaign_page(town: Town, campaign: Campaign) -> str:
    answer = browser(town, "analyst").get(reverse("surveys:campaign", args=[campaign.public_id]))
    assert answer.status_code == 200
    return words_of(answer)


def test_the_page_after_the_closing_says_what_became_of_the_answers(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    assert "self-assessments came of" not in campaign_page(town, campaign)
    close(town, campaign)
    assert "2 are being taken over" in campaign_page(town, campaign)
    outbox.deliver()
    text = campaign_page(town, campaign)
    assert "2 self-assessments came of the answers" in text
    assert "They are of 1 person; 1 answered." in text
    assert "Every answer was used" in text


def test_the_page_names_what_was_not_used_and_why(town: Town):
    version = form(town)
    words = NewWords("Integritas", "", (LevelWords(1, "Jujur", ()), LevelWords(2, "Menegur rekan", ())))
    reword(competency=Competency.objects.get(code="m1"), words=words, since=ON + timedelta(days=1), reason="Jelas",
           by=town.actor("analyst"), at=AT)  # fmt: skip
    campaign = sent(town, version)
    tick(town, campaign, at=AT + timedelta(days=2))
    close(town, campaign)
    outbox.deliver()
    text = campaign_page(town, campaign)
    assert "1 self-assessment came of the answers" in text
    assert "Integritas: 1 answer not used, because the dictionary describes it otherwise than the form asked." in text


def test_the_page_of_a_campaign_nobody_answered_says_so(town: Town):
    campaign = sent(town)
    close(town, campaign)
    outbox.deliver()
    text = campaign_page(town, campaign)
    assert "No self-assessment came of the answers" in text
    assert "Nobody had sent an answer." in text


def test_a_confidential_campaign_promises_and_says_nothing_of_assessments(town: Town):
    campaign = create_campaign(
        version=form(town), title="Rahasia", mode="confidential", audience="everybody", closes_on=CLOSES,
        by=town.actor("analyst"), at=AT,
    )  # fmt: skip
    close(town, campaign)
    assert "came of the answers" not in campaign_page(town, campaign)


def test_what_becomes_assessments_is_not_heard_a_second_time_as_the_voice_of_staff(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    close(town, campaign)
    assert scores_by_subject(town.actor("analyst"), campaign=campaign) == ()


def test_the_same_competencies_continue_the_same_form(town: Town):
    first = form(town)
    assert form(town, "m1", "2.1") != first  # the other order of questions is another version
    assert form(town, "m1", "2.1").instrument == first.instrument
    assert form(town, "m1").instrument != first.instrument


def test_what_cannot_be_asked_is_refused_by_name(town: Town):
    bare = Competency.objects.create(agency=town.agency, code="9", name="Kosong", kind="technical")
    with pytest.raises(FormRefused, match="Kosong"):
        make_form_2a(competencies=[bare], by=town.actor("analyst"), at=AT)
    with pytest.raises(FormRefused, match="at least one"):
        make_form_2a(competencies=[], by=town.actor("analyst"), at=AT)
    with pytest.raises(Forbidden):
        make_form_2a(competencies=[bare], by=town.actor("superior"), at=AT)


def test_a_competency_of_another_agency_is_not_there(town: Town, elsewhere: Town):
    with pytest.raises(NotFound):
        make_form_2a(competencies=[elsewhere.competencies["2.1"]], by=town.actor("analyst"), at=AT)


def test_the_analyst_makes_it_on_a_page_and_the_builder_knows_what_it_is_for(town: Town):
    client, url = browser(town, "analyst"), reverse("competency:form-2a")
    assert "at most 4 questions" in client.get(url).content.decode()
    unit = town.units["one"].public_id
    chosen = [town.competencies["2.1"].public_id, town.competencies["m1"].public_id]
    made = client.post(url, {"kompetensi": chosen, "nama": "Centang 2026", "unit": unit})
    assert made.status_code == 302
    builder = client.get(made.url).content.decode()
    assert f'value="{unit}" selected' in builder
    assert 'value="named" id="id_mode_2" checked' in builder or 'value="named"' in builder
    assert "Centang 2026" in builder
    text = client.get(url).content.decode()
    assert "Centang 2026" in text
    refused = client.post(url, {"kompetensi": []})
    assert refused.status_code == 422
    assert "at least one" in refused.content.decode()


def test_a_family_of_positions_ticks_what_it_asks(town: Town):
    town.positions["clerk"].family = "loket"
    town.positions["clerk"].save()
    page = browser(town, "analyst").get(reverse("competency:form-2a"), {"keluarga": "loket"}).content.decode()
    assert page.count(" checked") == 2
    plain = browser(town, "analyst").get(reverse("competency:form-2a")).content.decode()
    assert plain.count(" checked") == 0


def test_the_first_page_says_what_becomes_of_the_answer(town: Town):
    campaign = sent(town)
    page = browser(town, "employee").get(reverse("surveys:answer-named", args=[campaign.public_id])).content.decode()
    assert "This answer becomes your self-assessment" in page
    assert "Your superior" in page


def test_the_first_page_of_a_confidential_one_says_that_nothing_becomes_of_it(town: Town):
    campaign = sent(town, mode="confidential")
    page = browser(town, "employee").get(reverse("surveys:answer-named", args=[campaign.public_id])).content.decode()
    assert "No self-assessment is made of it." in page
    assert "becomes your self-assessment" not in page


def test_the_page_asks_few_questions_of_the_database_whatever_was_sent(town: Town):
    client, url = browser(town, "analyst"), reverse("competency:form-2a")
    for _time in range(3):
        campaign = sent(town)
        tick(town, campaign)
        close(town, campaign)
        outbox.deliver()
    with CaptureQueriesContext(connection) as many:
        text = client.get(url).content.decode()
    assert "2 self-assessments of 1 people" in text
    assert len(many) <= 15


def test_the_own_page_names_the_form_as_the_proof(town: Town):
    campaign = sent(town)
    tick(town, campaign)
    close(town, campaign)
    outbox.deliver()
    text = browser(town, "employee").get(reverse("competency:mine")).content.decode()
    assert "Centang perilaku 2026" in text
    assert "Level 1 because: self-assessment" in text


def test_a_reader_of_english_is_asked_in_the_words_of_the_dictionary_in_english(town: Town):
    rows = [
        CompetencyRow("2.1", "Layanan digital", "technical", "", ("Memakai", "Membantu", "Memperbaiki"), "Arti",
                      (("Masuk aplikasi", "Mengisi formulir"), ("Menuntun warga",), ("Menemukan sebab",)),
                      english=EnglishRow("Digital services", definition="Its meaning",
                                         levels=("Uses", "Helps", "Repairs"),
                                         indicators=(("Signs in", "Fills in forms"), ("Guides citizens",),
                                                     ("Finds causes",)))),
    ]  # fmt: skip
    load_dictionary(rows=rows, by=town.actor("analyst"), at=AT)
    campaign = sent(town, form(town, "2.1"))
    client, url = browser(town, "employee"), reverse("surveys:answer-named", args=[campaign.public_id])
    english = words_of(client.get(url))
    client.cookies["renbina_language"] = "id"
    indonesian = words_of(client.get(url))
    assert "Signs in" in english
    assert "Masuk aplikasi" not in english
    assert "Masuk aplikasi" in indonesian
    assert "Signs in" not in indonesian
    tick(town, campaign, m1_0=None)
    close(town, campaign)
    assert outbox.deliver() > 0
    assert taken(town) == [("2.1", 2)]
    assert form(town, "2.1").number == 1  # nothing has changed: the same form
