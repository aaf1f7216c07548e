"""The desk: who reads what, what follows from a cause, and what is published."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.planning.town import AT, DAY
from tests.rooms.voice.conftest import FULL, VoiceTown

from renbina.competency.models import Competency
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.needs.models import Evidence
from renbina.voice import actions, queries
from renbina.voice.models import Feedback, PublishedSatisfaction, Remedy

pytestmark = pytest.mark.slow  # a whole desk: not in the quick subset

LIST = "voice:feedback-list"


def triage(here: VoiceTown, feedback: Feedback, cause: str = "none", by: Actor | None = None, **more: Any) -> Feedback:
    shown = {message.pk: "kata yang ditutup" for message in feedback.messages.filter(by_citizen=True, shown_text="")}
    who = by or here.town.analyst
    values: dict[str, Any] = {"shown": shown, "on": DAY, "by": who, "at": AT} | more
    return actions.triage_feedback(feedback=feedback, cause=cause, **values)


def promise(here: VoiceTown, due: date = date(2026, 12, 31)) -> actions.Promise:
    return actions.Promise(here.town.units["CAPIL"], "Mesin cetak diganti", due)


def competency(here: VoiceTown) -> Competency:
    return Competency.objects.get(agency=here.town.agency, code="1.1")


def detail(feedback: Feedback) -> str:
    return reverse("voice:feedback-detail", args=[feedback.public_id])


def test_only_the_moderator_reads_the_original_before_and_after(here: VoiceTown) -> None:
    feedback = here.said("Pak Budi kasar, 0812-3456-7890")
    moderator, unit = here.login("analyst"), here.login("unit_operator", "CAPIL")
    assert "Pak Budi" in moderator.get(detail(feedback)).content.decode()
    for url in (detail(feedback), reverse(LIST), reverse(LIST) + "?export=csv", reverse(LIST) + "?q=Budi"):
        assert "Budi kasar" not in unit.get(url).content.decode()
    triage(here, feedback)
    text = unit.get(detail(feedback)).content.decode()
    assert "kata yang ditutup" in text
    assert "Budi" not in text
    assert "Budi" in moderator.get(detail(feedback)).content.decode()


def test_the_moderator_gets_a_proposal_with_people_covered(here: VoiceTown) -> None:
    name = here.town.people[1].name  # works at the counter of this service
    feedback = here.said(f"Pak Budi dan {name.upper()} kasar, 0812-3456-7890")
    text = here.login("analyst").get(detail(feedback)).content.decode()
    proposal = text.split("<textarea")[1].split("</textarea>")[0]
    assert "Budi" not in proposal
    assert name.upper() not in proposal
    assert "0812" not in proposal
    assert "kasar" in proposal


def test_a_neighbour_and_another_unit_find_nothing(here: VoiceTown, elsewhere: VoiceTown) -> None:
    feedback = here.said("halo")
    assert elsewhere.login("analyst").get(detail(feedback)).status_code == 404
    other = here.login("unit_operator", "BKPSDM")
    assert other.get(detail(feedback)).status_code == 404
    assert "halo" not in other.get(reverse(LIST)).content.decode()
    with pytest.raises(NotFound):
        triage(here, feedback, by=elsewhere.town.analyst)


def test_a_unit_answers_but_does_not_moderate_and_an_auditor_only_reads(here: VoiceTown) -> None:
    feedback = here.said("halo")
    unit, auditor = here.town.actor(Role.UNIT_OPERATOR, unit="CAPIL"), here.town.actor(Role.AUDITOR)
    with pytest.raises(Forbidden):
        triage(here, feedback, by=unit)
    triage(here, feedback)
    with pytest.raises(Forbidden):
        actions.answer_feedback(feedback=feedback, text="ya", on=DAY, by=auditor, at=AT)
    actions.answer_feedback(feedback=feedback, text="ya", on=DAY, by=unit, at=AT)
    assert actions.close_feedback(feedback=feedback, by=unit, at=AT).state == "closed"


def test_nothing_is_answered_before_a_moderator_has_read_it(here: VoiceTown) -> None:
    with pytest.raises(actions.AnswerRefused):
        actions.answer_feedback(feedback=here.said("halo"), text="ya", on=DAY, by=here.town.analyst, at=AT)


def test_two_moderators_code_a_matter_once(here: VoiceTown) -> None:
    feedback = here.said("halo")
    triage(here, feedback)
    with pytest.raises(actions.TriageRefused):
        triage(here, feedback, cause="tools", promise=promise(here))


@pytest.mark.parametrize("cause", ["procedure", "staffing", "tools"])
def test_a_cause_that_training_cannot_cure_becomes_a_promise_and_no_evidence(here: VoiceTown, cause: str) -> None:
    before = Evidence.objects.count()
    feedback = here.said("mesin rusak")
    with pytest.raises(actions.TriageRefused):
        triage(here, feedback, cause=cause)
    with pytest.raises(actions.TriageRefused):
        triage(here, feedback, cause=cause, promise=promise(here, date(2026, 11, 22)))
    triage(here, feedback, cause=cause, promise=promise(here))
    remedy = Remedy.objects.get()
    assert (remedy.unit, remedy.cause, remedy.due_on) == (here.town.units["CAPIL"], cause, date(2026, 12, 31))
    assert Evidence.objects.count() == before


def test_competence_weighs_a_need_from_the_fifth_citizen_on_and_once(here: VoiceTown) -> None:
    before = Evidence.objects.count()
    for number in range(7):
        triage(here, here.said("tidak paham", f"t{number}"), cause="competence", competency=competency(here))
        assert Evidence.objects.count() == before + (number >= 4)
    evidence = Evidence.objects.order_by("-pk").first()
    assert evidence is not None
    assert (evidence.source, evidence.weight, evidence.unit) == ("voice", 1.1, here.town.units["CAPIL"])
    assert "5" in evidence.reason


def test_the_desk_shows_what_citizens_words_weigh_before_and_from_the_fifth_on(here: VoiceTown) -> None:
    client, capil = here.login("analyst"), competency(here)
    for number in range(5):
        last = triage(here, here.said("tidak paham", f"t{number}"), cause="competence", competency=capil)
        page = client.get(detail(last)).content.decode()
        assert f"{number + 1} warga mengatakannya pada 2026; mulai 5 warga" in page
        assert ("→" in page) == (number == 4)
    weight = queries.weight_of(here.town.analyst, last, DAY)
    assert weight is not None
    assert weight.weight == pytest.approx(weight.quiet * 1.1)


def test_competence_without_the_competency_is_refused(here: VoiceTown, elsewhere: VoiceTown) -> None:
    feedback = here.said("tidak paham")
    for lacking in (None, competency(elsewhere)):
        with pytest.raises(actions.TriageRefused):
            triage(here, feedback, cause="competence", competency=lacking)


def test_a_promise_is_kept_once_and_with_proof(here: VoiceTown) -> None:
    triage(here, here.said("mesin rusak"), cause="tools", promise=promise(here))
    remedy, unit = Remedy.objects.get(), here.town.actor(Role.UNIT_OPERATOR, unit="CAPIL")
    with pytest.raises(actions.RemedyRefused):
        actions.finish_remedy(remedy=remedy, proof=" ", on=DAY, by=unit, at=AT)
    actions.finish_remedy(remedy=remedy, proof="Berita acara 12", on=DAY, by=unit, at=AT)
    with pytest.raises(actions.RemedyRefused):
        actions.finish_remedy(remedy=remedy, proof="lagi", on=DAY, by=unit, at=AT)
    text = Client().get(reverse("voice:answer", args=[here.point.public_id])).content.decode()
    assert "Mesin cetak diganti" in text


def test_the_whole_way_through_the_pages(here: VoiceTown) -> None:
    receipt = here.say("mesin cetak rusak")
    feedback, client = receipt.feedback, here.login("head_of_development")
    message = feedback.messages.get()
    data = {"do": "triage", "cause": "tools", f"shown_{message.pk}": "mesin cetak rusak"}
    refused = client.post(detail(feedback), data)
    assert refused.status_code == 422
    assert "Pelatihan tidak menyembuhkan ini" in refused.content.decode()
    data |= {"promise": "Mesin diganti", "unit": str(here.town.units["CAPIL"].pk), "due_on": "2026-12-31"}
    assert client.post(detail(feedback), data).status_code == 302
    assert client.post(detail(feedback), {"do": "answer", "text": ""}).status_code == 422
    assert client.post(detail(feedback), {"do": "answer", "text": "Diganti bulan depan"}).status_code == 302
    assert client.post(detail(feedback), {"do": "close"}).status_code == 302
    feedback.refresh_from_db()
    assert feedback.state == "closed"
    assert client.post(reverse("voice:remedy-list"), {"remedy": Remedy.objects.get().public_id}).status_code == 422
    kept = {"remedy": Remedy.objects.get().public_id, "proof": "Foto mesin"}
    assert client.post(reverse("voice:remedy-list"), kept).status_code == 302
    assert "Foto mesin" in client.get(reverse("voice:remedy-list")).content.decode()


def test_promises_are_listed_by_state_and_a_refused_proof_keeps_its_place(
    here: VoiceTown, django_assert_max_num_queries: Any
) -> None:
    owner = {"unit": here.town.units["CAPIL"], "feedback": here.say("mesin").feedback, "cause": "tools"}
    for number in range(25):
        due = date(2026, 11, 1) if number == 24 else date(2026, 12, 1)
        Remedy.objects.create(promise=f"Janji {number:02}", due_on=due, agency_id=here.service.agency_id, **owner)
    client, address = here.login("head_of_development"), reverse("voice:remedy-list")
    late = Remedy.objects.get(promise="Janji 24")
    with django_assert_max_num_queries(15):
        text = client.get(address).content.decode()
    assert text.index("Janji 24") < text.index("Janji 00")  # overdue first
    assert "Janji 20" not in text  # on the second page
    assert "Janji 23" in client.get(f"{address}?page=2").content.decode()
    assert "Janji 00" not in client.get(f"{address}?state=overdue").content.decode()
    assert "Janji 24" not in client.get(f"{address}?state=kept").content.decode()
    refused = client.post(address, {"remedy": late.public_id, "proof": " "})
    assert refused.status_code == 422
    assert "<details open>" in refused.content.decode()


def test_the_list_counts_and_filters(here: VoiceTown) -> None:
    first, _second = here.said("satu", "1"), here.said("dua", "2")
    here.say("", "3")  # no words: nothing to answer
    triage(here, first)
    analyst = here.town.analyst
    assert queries.state_counts(analyst) == {"received": 1, "reopened": 0, "triaged": 1, "answered": 0, "closed": 0}
    assert queries.waiting_count(analyst) == 1
    assert queries.waiting_count(here.town.actor(Role.AUDITOR)) == 0
    client = here.login("analyst")
    text = client.get(reverse(LIST) + "?state=received").content.decode()
    assert "dua" in text
    assert ">satu<" not in text
    assert client.get(reverse(LIST) + "?state=nonsense&cause=x&service=y").status_code == 200


@pytest.mark.parametrize("name", [LIST, "voice:remedy-list", "voice:service-list"])
def test_an_empty_page_says_how_it_fills(here: VoiceTown, name: str) -> None:
    assert here.login("analyst").get(reverse(name)).status_code == 200
    here.point.delete()
    here.service.delete()
    assert 'class="rb-empty"' in here.login("unit_operator", "CAPIL").get(reverse(name)).content.decode()


def test_the_list_costs_the_same_queries_at_any_length(here: VoiceTown, django_assert_max_num_queries: Any) -> None:
    client = here.login("analyst")
    for number in range(30):
        here.said(f"kata {number}", f"t{number}")
        with django_assert_max_num_queries(14):
            if number in (1, 29):
                assert client.get(reverse(LIST)).status_code == 200


def answer_many(here: VoiceTown, people: int, on: date = date(2026, 3, 2)) -> None:
    for number in range(people):
        here.say("", f"{on}{number}", on=on)


def test_satisfaction_is_published_for_a_half_year_that_is_over(here: VoiceTown) -> None:
    answer_many(here, 5)
    who: dict[str, Any] = {"on": DAY, "by": here.town.analyst, "at": AT}
    with pytest.raises(actions.PeriodNotOver):
        actions.publish_satisfaction(service=here.service, year=2026, half=2, **who)
    got = actions.publish_satisfaction(service=here.service, year=2026, half=1, **who)
    assert (got.index, got.grade, got.respondents, got.weight_mode) == (75.0, "C", 5, "exact")
    text = Client().get(reverse("voice:published")).content.decode()
    assert "75,00" in text
    assert "5 jawaban" in text


def test_four_answers_are_published_as_too_few_and_their_number_is_not_told(here: VoiceTown) -> None:
    answer_many(here, 4)
    client = here.login("analyst")
    data = {"do": "publish", "service": here.service.public_id}
    assert client.post(reverse("voice:service-list"), data).status_code == 302
    published = PublishedSatisfaction.objects.get()
    assert (published.index, published.respondents) == (None, None)
    assert all(each["mean"] is None for each in published.elements)
    text = Client().get(reverse("voice:published")).content.decode()
    assert "75,00" not in text
    assert "Kurang dari lima jawaban" in text


def test_publishing_again_replaces_and_leaves_one(here: VoiceTown) -> None:
    answer_many(here, 5)
    for _ in range(2):
        actions.publish_satisfaction(service=here.service, year=2026, half=1, on=DAY, by=here.town.analyst, at=AT)
    assert PublishedSatisfaction.objects.count() == 1


def test_answers_of_the_last_day_count_and_of_the_next_do_not(here: VoiceTown) -> None:
    answer_many(here, 5, date(2026, 6, 30))
    answer_many(here, 3, date(2026, 7, 1))
    got = actions.publish_satisfaction(service=here.service, year=2026, half=1, on=DAY, by=here.town.analyst, at=AT)
    assert got.respondents == 5


def test_a_paper_slip_is_entered_by_an_officer_of_the_unit_once(here: VoiceTown) -> None:
    url = reverse("voice:paper", args=[here.point.public_id])
    client = here.login("unit_operator", "CAPIL")
    slip = {"slip": "s1", "on": "2026-11-20", "u1": "3", "text": "dari kotak"}
    for _ in range(2):
        assert client.post(url, slip).status_code == 200
    feedback = Feedback.objects.get()
    assert (feedback.channel, feedback.received_on) == ("paper", date(2026, 11, 20))
    assert client.post(url, slip | {"slip": "s2", "on": "2027-01-01"}).status_code == 422
    assert here.login("unit_operator", "BKPSDM").get(url).status_code == 404
    assert here.login("auditor").get(url).status_code == 403
    assert Feedback.objects.count() == 1


def test_services_and_points_are_added_closed_and_never_twice(here: VoiceTown) -> None:
    url, client = reverse("voice:service-list"), here.login("analyst")
    unit = here.town.units["CAPIL"].public_id
    assert client.post(url, {"do": "service", "unit": unit, "name": "Akta lahir"}).status_code == 302
    twice = client.post(url, {"do": "service", "unit": unit, "name": "Akta lahir"})
    assert twice.status_code == 422
    assert client.post(url, {"do": "point", "service": here.service.public_id, "name": "Loket 3"}).status_code == 422
    assert client.post(url, {"do": "point", "service": here.service.public_id, "name": ""}).status_code == 422
    assert client.post(url, {"do": "close", "point": here.point.public_id}).status_code == 302
    assert client.post(url, {"do": "nothing"}).status_code == 422
    assert here.login("unit_operator", "CAPIL").post(url, {"do": "close"}).status_code == 403
    here.point.refresh_from_db()
    assert here.point.valid_to == DAY


def test_a_service_of_another_agency_is_not_found(here: VoiceTown, elsewhere: VoiceTown) -> None:
    url, client = reverse("voice:service-list"), here.login("analyst")
    assert client.post(url, {"do": "publish", "service": elsewhere.service.public_id}).status_code == 404
    assert client.post(url, {"do": "close", "point": elsewhere.point.public_id}).status_code == 404
    assert FULL["u1"] == 3


def test_one_promise_carries_the_next_matter_of_the_same_kind_and_its_citizen_reads_it(here: VoiceTown) -> None:
    triage(here, here.said("mesin rusak", "1"), cause="tools", promise=promise(here))
    remedy = Remedy.objects.get()
    second = here.say("mesin rusak lagi", "2")
    with pytest.raises(actions.TriageRefused):
        triage(here, second.feedback, cause="tools")
    triage(here, second.feedback, cause="tools", leans_on=remedy, theme="queue")
    assert Remedy.objects.count() == 1
    second.feedback.refresh_from_db()
    assert queries.promises_of(second.feedback) == [remedy]
    assert second.feedback.theme == "queue"


def test_a_promise_about_another_service_carries_nothing(here: VoiceTown) -> None:
    triage(here, here.said("mesin rusak", "1"), cause="tools", promise=promise(here))
    remedy = Remedy.objects.get()
    other = actions.add_service(unit=here.town.units["CAPIL"], name="Akta", by=here.town.system, at=AT)
    point = actions.add_point(service=other, name="Loket 9", since=date(2026, 1, 1), by=here.town.system, at=AT)
    with pytest.raises(actions.TriageRefused):
        triage(here, here.say("lama", "2", point=point).feedback, cause="tools", leans_on=remedy)


def test_what_waits_stands_first_and_the_newest_of_the_rest_follows(here: VoiceTown) -> None:
    old, new = here.said("satu", "1"), here.say("dua", "2", on=date(2026, 10, 1)).feedback
    waiting = here.say("tiga", "3", on=date(2026, 1, 5)).feedback
    for each in (new, old):
        triage(here, each)
    rows = queries.as_rows(queries.feedback_rows(here.town.analyst), DAY)
    assert [row.public_id for row in rows] == [waiting.public_id, old.public_id, new.public_id]


def test_past_feedback_is_loaded_with_its_threads_and_promises_and_adds_no_evidence(here: VoiceTown) -> None:
    before, unit = Evidence.objects.count(), here.town.units["CAPIL"]
    row = actions.PastFeedback(
        here.service, None, "lapor", date(2026, 3, 2), "triaged", ticket="8730100", theme="queue", cause="tools",
        promise=0, messages=(actions.PastMessage(True, date(2026, 3, 2), "Pak Budi lama", "Pak [nama] lama"),),
    )  # fmt: skip
    said = actions.PastFeedback(here.service, here.point, "qr", date(2026, 3, 3), "counted", (3,) * 9)
    again = dataclasses.replace(row, ticket="8730101")
    promised = actions.PastPromise(unit, "tools", "Mesin diganti", date(2026, 6, 30))
    made = actions.load_feedback(rows=[row, said, again], promises=[promised], by=here.town.system, at=AT)
    assert Remedy.objects.get().feedback == made[0]
    assert queries.promises_of(Feedback.objects.get(pk=made[2].pk)) == [Remedy.objects.get()]
    assert queries.place_of(made[0]) == "LAPOR! 8730100"
    assert queries.channel_counts(here.town.analyst) == {"qr": 0, "paper": 0, "lapor": 2, "forum": 0}
    assert Evidence.objects.count() == before
    text = here.login("unit_operator", "CAPIL").get(detail(made[0])).content.decode()
    assert "[nama]" in text
    assert "Budi" not in text


def test_only_moderators_load_the_past(here: VoiceTown) -> None:
    with pytest.raises(Forbidden):
        actions.load_feedback(rows=[], promises=[], by=here.town.actor(Role.UNIT_OPERATOR, unit="CAPIL"), at=AT)
