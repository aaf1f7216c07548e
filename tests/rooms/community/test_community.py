"""Notes, "ask me" and stories: who reads, who takes back, and what a page says when there is nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.rooms.delivery.school import School, build_school
from tests.rooms.planning.town import AT

from renbina.catalogue.models import Programme
from renbina.community import queries
from renbina.community.actions import (
    NoteRefused,
    NoteText,
    StoryText,
    change_note,
    hide_note,
    offer_help,
    share_story,
    show_note,
    take_story_back,
    withdraw_note,
    write_note,
)
from renbina.community.models import Expert, Note, Story
from renbina.competency.models import Competency
from renbina.foundation import outbox
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.models import EmploymentStatus

DAY = AT.date()


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(f"community:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def programme(school: School) -> Programme:
    return Programme.objects.get(agency=school.town.agency, code="C02")


def counter(school: School) -> Competency:
    return Competency.objects.get(agency=school.town.agency, code="1.1")


def wrote(school: School, number: int = 0, **other) -> Note:
    values = {"title": "Sapa dulu, baru minta berkas", "learnt": "Antrean lebih tenang.", **other}
    text = NoteText(competencies=(counter(school).pk,), **values)
    return write_note(programme=programme(school), text=text, by=school.actor(school.people[number]), at=AT)


def test_a_note_is_written_from_a_form_and_read_by_a_colleague(school: School) -> None:
    author, reader = client_of(school.login(school.people[0])), client_of(school.login(school.people[1]))
    url = reverse("community:note-write", args=[programme(school).public_id])
    assert url in page(author, "note-choose")
    typed = {"title": "Sapa dulu", "learnt": "Antrean tenang.", "competencies": [counter(school).pk], "ask_me": "on"}
    assert author.post(url, typed).status_code == 302
    assert author.post(url, typed).status_code == 302, "the second of two quick taps"
    note = Note.objects.get()
    assert "Sapa dulu" in page(reader, "note-list")
    assert "Antrean tenang." in page(reader, "note", note.public_id)
    assert school.people[0].full_name in page(reader, "expert-list")
    assert url not in page(author, "note-choose")


def test_a_second_note_about_the_same_training_is_refused(school: School) -> None:
    wrote(school)
    with pytest.raises(NoteRefused):
        wrote(school)
    assert Note.objects.count() == 1


def test_nobody_writes_about_a_training_they_did_not_finish(school: School) -> None:
    other = Programme.objects.get(agency=school.town.agency, code="C11")
    with pytest.raises(NoteRefused):
        write_note(programme=other, text=NoteText("a", "b"), by=school.actor(school.people[0]), at=AT)
    client = client_of(school.login(school.people[0]))
    assert client.get(reverse("community:note-write", args=[other.public_id])).status_code == 404


def test_another_agency_reads_nothing_of_ours(school: School) -> None:
    note, elsewhere = wrote(school), build_school(name="Kota Lain", first=500)
    stranger = elsewhere.actor(elsewhere.people[0])
    with pytest.raises(NotFound):
        queries.note_page(stranger, note.public_id, DAY)
    assert not queries.note_rows(stranger, DAY).exists()


def test_a_partner_from_outside_reads_nothing(school: School) -> None:
    with pytest.raises(Forbidden):
        queries.note_rows(school.town.actor(Role.PARTNER), DAY)


@pytest.mark.parametrize(
    ("words", "found"), [("antrean", True), ("SAPA berkas", True), ("loket", True), ("melayani", True), ("sapi", False)]
)
def test_notes_are_found_by_the_words_of_note_training_and_competency(school: School, words: str, found: bool) -> None:
    wrote(school)
    client = client_of(school.login(school.people[1]))
    assert ("Sapa dulu" in page(client, "note-list", q=words)) is found


def test_notes_are_found_by_competency(school: School) -> None:
    wrote(school)
    client = client_of(school.login(school.people[1]))
    assert "Sapa dulu" in page(client, "note-list", competency=counter(school).public_id)
    other = Competency.objects.get(agency=school.town.agency, code="2.1")
    offer_help(competencies=[other.pk], reach="", by=school.actor(school.people[2]), at=AT)
    assert "Sapa dulu" not in page(client, "note-list", competency=other.public_id)


def test_typed_markup_stays_text(school: School) -> None:
    nasty = "<script>x</script><img src=x onerror=y>"
    note = wrote(school, title=nasty, learnt=nasty, ask_me=True, reach=nasty)
    author = school.actor(school.people[0])
    told = StoryText(nasty, nasty, nasty, nasty, nasty, is_named=True)
    story = share_story(programme=programme(school), text=told, by=author, at=AT)
    client = client_of(school.login(school.people[1]))
    for shown in (
        page(client, "note-list"), page(client, "note", note.public_id), page(client, "expert-list"),
        page(client, "story-list"), page(client, "story", story.public_id), page(client, "note-list", q=nasty),
    ):  # fmt: skip
        assert "<script>x" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;x" in page(client, "note", note.public_id)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://arsip.test/a", "data:text/html,x", "bukan alamat"])
def test_material_is_a_web_address_and_nothing_else(school: School, address: str) -> None:
    client = client_of(school.login(school.people[0]))
    url = reverse("community:note-write", args=[programme(school).public_id])
    answer = client.post(url, {"title": "a", "learnt": "b", "material_url": address})
    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_a_withdrawn_note_is_gone_and_only_its_author_withdraws_it(school: School) -> None:
    note = wrote(school)
    other = client_of(school.login(school.people[1]))
    assert other.post(reverse("community:note-withdraw", args=[note.public_id])).status_code == 404
    assert other.get(reverse("community:note-change", args=[note.public_id])).status_code == 404
    withdraw_note(note=note, by=school.actor(school.people[0]), at=AT)
    assert not Note.objects.exists()
    assert other.get(reverse("community:note", args=[note.public_id])).status_code == 404


def test_a_hidden_note_is_read_by_its_author_with_the_reason_and_by_no_colleague(school: School) -> None:
    note = wrote(school)
    analyst = client_of(school.town.users["analyst"])
    url = reverse("community:note-hide", args=[note.public_id])
    analyst.post(url, {"reason": "  "})
    note.refresh_from_db()
    assert note.hidden_at is None, "a reason is needed"
    analyst.post(url, {"reason": "Memuat nama warga"})
    author, other = client_of(school.login(school.people[0])), client_of(school.login(school.people[1]))
    assert other.get(reverse("community:note", args=[note.public_id])).status_code == 404
    assert "Sapa dulu" not in page(other, "note-list")
    for told in (page(author, "note", note.public_id), page(author, "note-list")):
        assert "Memuat nama warga" in told
    own = author.get(reverse("dashboards:me")).content.decode()
    assert f'href="{reverse("community:note-list")}"' in own.split("rb-alert warn")[1]
    change_note(note=note, text=NoteText("Baru", "Tanpa nama"), by=school.actor(school.people[0]), at=AT)
    assert other.get(reverse("community:note", args=[note.public_id])).status_code == 404, "changed, and still hidden"
    show_note(note=note, by=school.analyst, at=AT)
    assert "Tanpa nama" in page(other, "note", note.public_id)


def test_a_colleague_may_not_hide(school: School) -> None:
    note = wrote(school)
    with pytest.raises(Forbidden):
        hide_note(note=note, reason="Tidak suka", by=school.actor(school.people[1]), at=AT)


def test_unticking_ask_me_takes_one_off_the_page(school: School) -> None:
    note = wrote(school, ask_me=True)
    assert Expert.objects.count() == 1
    text = NoteText(note.title, note.learnt, competencies=(counter(school).pk,))
    change_note(note=note, text=text, by=school.actor(school.people[0]), at=AT)
    assert not Expert.objects.exists()


def test_one_offers_help_and_takes_it_back_on_one_page(school: School) -> None:
    client = client_of(school.login(school.people[0]))
    url = reverse("community:offer")
    client.post(url, {"competencies": [counter(school).pk], "reach": "Loket 3, sesudah pukul 14.00"})
    found = page(client, "expert-list", competency=counter(school).public_id)
    assert "Loket 3, sesudah pukul 14.00" in found
    assert " checked" in client.get(url).content.decode()
    client.post(url, {"reach": "Loket 3"})
    assert not Expert.objects.exists()


def test_a_competency_of_nowhere_is_not_offered(school: School) -> None:
    client = client_of(school.login(school.people[0]))
    assert client.post(reverse("community:offer"), {"competencies": ["999999"]}).status_code == 422
    assert not Expert.objects.exists()


def test_who_has_retired_is_not_offered_to_be_asked(school: School) -> None:
    offer_help(competencies=[counter(school).pk], reach="", by=school.actor(school.people[0]), at=AT)
    assert queries.expert_total(school.analyst, DAY) == 1
    EmploymentStatus.objects.filter(employee=school.people[0]).delete()
    EmploymentStatus.objects.create(employee=school.people[0], status="retired", valid_from=DAY - timedelta(days=1))
    assert queries.expert_total(school.analyst, DAY) == 0


def test_a_story_names_its_author_only_if_they_chose_so(school: School) -> None:
    author = school.actor(school.people[0])
    story = share_story(programme=programme(school), text=StoryText("t", "a", "b", "c", "d"), by=author, at=AT)
    client = client_of(school.login(school.people[1]))
    assert school.people[0].name not in page(client, "story", story.public_id)
    assert school.people[0].name not in page(client, "story-list")
    named = StoryText("t", "a", "b", "c", "d", is_named=True)
    story = share_story(programme=programme(school), text=named, by=author, at=AT)
    assert school.people[0].full_name in page(client, "story", story.public_id)


def test_only_the_author_takes_a_story_back(school: School) -> None:
    author = school.actor(school.people[0])
    story = share_story(programme=programme(school), text=StoryText("t", "a", "b", "c", "d"), by=author, at=AT)
    with pytest.raises(NotFound):
        take_story_back(story=story, by=school.actor(school.people[1]), at=AT)
    take_story_back(story=story, by=author, at=AT)
    assert not Story.objects.exists()


def test_empty_pages_say_what_comes(school: School) -> None:
    client = client_of(school.login(school.people[0]))
    for name in ("note-list", "expert-list", "story-list"):
        assert "rb-empty" in page(client, name)
    assert "rb-empty" in page(client, "note-list", q="tidakada")
    analyst = client_of(school.town.users["analyst"])
    assert reverse("community:note-choose") not in page(analyst, "note-list"), "a login without an employee"


@pytest.mark.parametrize("people", [2, 8])
def test_lists_cost_the_same_whatever_their_length(school: School, people: int, django_assert_max_num_queries) -> None:
    for number in range(people):
        wrote(school, number, ask_me=True)
        told = StoryText("t", "a", "b", "c", "d", is_named=True)
        share_story(programme=programme(school), text=told, by=school.actor(school.people[number]), at=AT)
    client = client_of(school.login(school.people[0]))
    for name in ("note-list", "expert-list", "story-list"):
        page(client, name)
        with django_assert_max_num_queries(11):
            page(client, name)


def test_the_author_hears_that_something_was_decided_and_reads_why_on_the_page_only(
    school: School, django_capture_on_commit_callbacks
) -> None:
    note = wrote(school)
    user = school.login(school.people[0], "penulis@renbina.test")
    with django_capture_on_commit_callbacks(execute=True):
        hide_note(note=note, reason="Menyebut nama warga", by=school.analyst, at=AT)
        outbox.deliver()
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert "Menyebut nama warga" not in mail.outbox[0].body
    assert note.title not in mail.outbox[0].body
