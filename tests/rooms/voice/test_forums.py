"""Public consultation forums: drafted by the unit, public through a moderator, nobody named, promises seen by all."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT, DAY
from tests.rooms.voice.conftest import VoiceTown

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.voice import actions, queries
from renbina.voice.access import citizen
from renbina.voice.models import Forum, ForumInput, Remedy

HELD = date(2026, 10, 6)


def operator(here: VoiceTown, unit: str = "CAPIL") -> Actor:
    return here.town.actor(Role.UNIT_OPERATOR, unit=unit)


def said(held_on: date = HELD, title: str = "Antrean dan syarat") -> actions.Announcement:
    return actions.Announcement(title, held_on, "Aula kota", "Antrean\nSyarat", "Pengguna layanan\nMedia")


def draft(here: VoiceTown, held_on: date = HELD, unit: str = "CAPIL", **more: Any) -> Forum:
    return actions.draft_forum(unit=here.town.units[unit], said=said(held_on, **more), by=here.town.system, at=AT)


def announced(here: VoiceTown, held_on: date = HELD, **more: Any) -> Forum:
    return actions.announce_forum(forum=draft(here, held_on, **more), on=held_on, by=here.town.analyst, at=AT)


def promise(here: VoiceTown, forum: Forum, due_on: date, unit: str = "CAPIL", text: str = "Loket kedua") -> Remedy:
    owed = actions.Promise(here.town.units[unit], text, due_on)
    return actions.add_commitment(forum=forum, promise=owed, cause="staffing", by=here.town.system, at=AT)


def minuted(here: VoiceTown) -> Forum:
    forum = announced(here)
    who: dict[str, Any] = {"by": operator(here), "at": AT}
    actions.note_input(forum=forum, text="Antre sejak subuh", answer="Nomor antrean daring", **who)
    return actions.write_minutes(forum=forum, present=31, minutes="Antrean dibahas.", on=DAY, **who)


def published(here: VoiceTown, *due: date) -> Forum:
    forum = minuted(here)
    for number, day in enumerate(due):
        promise(here, forum, day, text=f"Janji nomor {number}")
    return actions.publish_minutes(forum=forum, on=DAY, by=here.town.analyst, at=AT)


def page(forum: Forum) -> str:
    return reverse("voice:forum", args=[forum.public_id])


def desk(forum: Forum) -> str:
    return reverse("voice:forum-desk", args=[forum.public_id])


def read(forum: Forum) -> str:
    return Client().get(page(forum)).content.decode()


def ask(forum: Forum, text: str = "Kapan loket tambah?", form: str = "a", on: date = DAY) -> ForumInput:
    return actions.ask_forum(forum=forum, text=text, token=form, on=on, by=citizen(forum), at=AT)


def test_a_draft_is_seen_by_the_office_only_and_announced_by_the_moderator_only(here: VoiceTown) -> None:
    forum = draft(here, DAY + timedelta(days=9))
    assert Client().get(page(forum)).status_code == 404
    assert forum.title not in Client().get(reverse("voice:forums")).content.decode()
    with pytest.raises(Forbidden):
        actions.announce_forum(forum=forum, on=DAY, by=operator(here), at=AT)
    actions.announce_forum(forum=forum, on=DAY, by=here.town.analyst, at=AT)
    text = read(forum)
    assert "Aula kota" in text
    assert "Pengguna layanan" in text
    assert forum.title in Client().get(reverse("voice:forums")).content.decode()
    with pytest.raises(actions.ForumRefused):
        actions.announce_forum(forum=forum, on=DAY, by=here.town.analyst, at=AT)


def test_what_is_announced_is_changed_by_a_moderator_only(here: VoiceTown) -> None:
    forum = draft(here)
    actions.change_forum(forum=forum, said=said(title="Judul unit"), by=operator(here), at=AT)
    actions.announce_forum(forum=forum, on=HELD, by=here.town.analyst, at=AT)
    with pytest.raises(Forbidden):
        actions.change_forum(forum=forum, said=said(title="Diam-diam"), by=operator(here), at=AT)
    actions.change_forum(forum=forum, said=said(title="Judul moderator"), by=here.town.analyst, at=AT)
    assert "Judul moderator" in read(forum)


def test_nothing_of_the_minutes_is_public_before_the_moderator_publishes_them(here: VoiceTown) -> None:
    forum = minuted(here)
    promise(here, forum, date(2026, 12, 1), text="Loket kedua dibuka")
    before = read(forum) + Client().get(reverse("voice:forums")).content.decode()
    for hidden in ("Antrean dibahas.", "Antre sejak subuh", "Loket kedua dibuka", "31 orang"):
        assert hidden not in before
    assert not queries.remedies(here.town.analyst).exists()
    with pytest.raises(Forbidden):
        actions.publish_minutes(forum=forum, on=DAY, by=operator(here), at=AT)
    actions.publish_minutes(forum=forum, on=DAY, by=here.town.analyst, at=AT)
    after = read(forum)
    for shown in ("Antrean dibahas.", "Antre sejak subuh", "Loket kedua dibuka", "31 orang"):
        assert shown in after
    assert queries.remedies(here.town.analyst).count() == 1


def test_public_minutes_are_changed_by_a_moderator_only_and_no_promise_is_taken_back(here: VoiceTown) -> None:
    forum = published(here, date(2026, 12, 1))
    with pytest.raises(Forbidden):
        actions.write_minutes(forum=forum, present=5, minutes="Lain.", on=DAY, by=operator(here), at=AT)
    with pytest.raises(actions.ForumRefused):
        actions.remove_commitment(remedy=forum.commitments.get(), by=here.town.analyst, at=AT)


def test_minutes_need_a_held_forum_a_number_and_words(here: VoiceTown) -> None:
    to_come = announced(here, DAY + timedelta(days=3))
    who: dict[str, Any] = {"on": DAY, "by": operator(here), "at": AT}
    with pytest.raises(actions.ForumRefused):
        actions.write_minutes(forum=to_come, present=5, minutes="Terlalu dini.", **who)
    forum = announced(here)
    for present, minutes in ((0, "Ada."), (5, "  ")):
        with pytest.raises(actions.ForumRefused):
            actions.write_minutes(forum=forum, present=present, minutes=minutes, **who)
    with pytest.raises(actions.ForumRefused):
        actions.publish_minutes(forum=forum, on=DAY, by=here.town.analyst, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Forum.objects.filter(pk=forum.pk).update(published_on=DAY)


def test_overdue_promises_stand_in_public_and_the_owner_keeps_them_with_proof(here: VoiceTown) -> None:
    forum = published(here, date(2026, 11, 1), date(2026, 12, 1), date(2026, 10, 20))
    late, _open, kept = forum.commitments.order_by("pk")
    actions.finish_remedy(remedy=kept, proof="Foto loket", on=DAY, by=operator(here), at=AT)
    text = read(forum)
    assert "1 dari 3 janji ditepati" in text
    assert "1 lewat tenggat" in text
    assert "Foto loket" in text
    assert "1 lewat tenggat" in Client().get(reverse("voice:forums")).content.decode()
    with pytest.raises(actions.RemedyRefused):
        actions.finish_remedy(remedy=late, proof=" ", on=DAY, by=operator(here), at=AT)


def test_the_unit_that_owes_a_promise_of_another_units_forum_sees_and_keeps_it(here: VoiceTown) -> None:
    forum = minuted(here)
    owed = promise(here, forum, date(2026, 11, 1), unit="BKPSDM")
    actions.publish_minutes(forum=forum, on=DAY, by=here.town.analyst, at=AT)
    owner = operator(here, "BKPSDM")
    assert queries.overdue_promises(owner, DAY) == 1
    client = here.login("unit_operator", "BKPSDM")
    text = client.get(reverse("voice:remedy-list")).content.decode()
    assert owed.promise in text
    assert desk(forum) not in text
    assert client.get(desk(forum)).status_code == 404
    assert client.get(reverse("voice:remedy-list")).status_code == 200
    assert "1 janji kepada warga" in client.get("/beranda/").content.decode()
    actions.finish_remedy(remedy=owed, proof="Surat 7", on=DAY, by=owner, at=AT)


def test_a_promise_hangs_on_one_thing_and_is_not_due_before_the_forum(here: VoiceTown) -> None:
    forum = minuted(here)
    with pytest.raises(actions.ForumRefused):
        promise(here, forum, HELD - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.create(
            agency=here.town.agency, unit=here.town.units["CAPIL"], cause="tools", promise="Tanpa asal", due_on=DAY
        )


def test_a_question_is_read_by_the_moderator_first_and_names_are_covered(here: VoiceTown) -> None:
    forum = announced(here, DAY + timedelta(days=5))
    name = here.town.people[1].name
    question = ask(forum, f"Mengapa {name} selalu lambat? Hubungi 0812-3456-7890")
    assert "lambat" not in read(forum)
    unit, moderator = here.login("unit_operator", "CAPIL"), here.login("analyst")
    assert "lambat" not in unit.get(desk(forum)).content.decode()
    text = moderator.get(desk(forum)).content.decode()
    proposal = text.split('name="shown"')[1].split(">")[1]
    assert name not in proposal
    assert "0812" not in proposal
    refused = unit.post(desk(forum), {"do": "read", "said": question.public_id, "shown": "x"})
    assert refused.status_code == 404
    done = moderator.post(desk(forum), {"do": "read", "said": question.public_id, "shown": "Mengapa [nama] lambat?"})
    assert done.status_code == 302
    assert (
        unit.post(desk(forum), {"do": "answer", "said": question.public_id, "text": "Loket ditambah"}).status_code
        == 302
    )
    text = read(forum)
    assert "Mengapa [nama] lambat?" in text
    assert "Loket ditambah" in text
    assert name not in text


def test_a_question_set_aside_is_never_shown_and_read_once(here: VoiceTown) -> None:
    forum = announced(here, DAY + timedelta(days=5))
    question = ask(forum, "iklan pinjaman")
    actions.read_question(question=question, shown="", by=here.town.analyst, at=AT)
    assert "iklan" not in read(forum)
    with pytest.raises(actions.QuestionRefused):
        actions.read_question(question=question, shown="iklan", by=here.town.analyst, at=AT)
    with pytest.raises(actions.QuestionRefused):
        actions.answer_question(question=question, text="ya", by=operator(here), at=AT)


def send(forum: Forum, client: Client, **data: Any) -> Any:
    if "token" not in data:
        found = re.search(r'name="token" value="([^"]+)"', client.get(page(forum)).content.decode())
        assert found is not None
        data["token"] = found[1]
    return client.post(page(forum), data)


def test_a_citizen_asks_without_a_cookie_and_twice_is_once(here: VoiceTown) -> None:
    forum = announced(here, DAY + timedelta(days=5))
    client = Client(enforce_csrf_checks=True)
    first = send(forum, client, text="<b>Kapan</b> buka?")
    assert first.status_code == 200
    assert "Terima kasih" in first.content.decode()
    assert not client.cookies
    question = ForumInput.objects.get()
    assert question.text == "<b>Kapan</b> buka?"
    assert ask(forum, form="sama").pk == ask(forum, form="sama").pk


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"text": "tetap ada", "token": "a:b:c"}, 403),
        ({"text": "tetap ada", "website": "http://x"}, 422),
        ({"text": "   "}, 422),
        ({"text": "a" * 1001}, 422),
    ],
)
def test_a_question_that_is_not_taken_is_sent_back_whole(here: VoiceTown, data: dict[str, str], status: int) -> None:
    response = send(announced(here, DAY + timedelta(days=5)), Client(), **data)
    assert response.status_code == status
    assert data["text"].strip() in response.content.decode()
    assert not ForumInput.objects.exists()


def test_after_the_day_nobody_is_asked_and_no_question_is_taken(here: VoiceTown) -> None:
    forum = announced(here)
    assert 'name="token"' not in read(forum)
    with pytest.raises(actions.QuestionRefused):
        ask(forum)


def test_another_unit_and_another_agency_find_nothing(here: VoiceTown, elsewhere: VoiceTown) -> None:
    forum = minuted(here)
    for client in (here.login("unit_operator", "BKPSDM"), elsewhere.login("analyst")):
        assert client.get(desk(forum)).status_code == 404
        assert forum.title not in client.get(reverse("voice:forum-list")).content.decode()
    with pytest.raises(NotFound):
        actions.write_minutes(forum=forum, present=9, minutes="Lain.", on=DAY, by=elsewhere.town.analyst, at=AT)
    with pytest.raises(actions.ForumRefused):
        actions.draft_forum(unit=here.town.units["BKPSDM"], said=said(), by=operator(here), at=AT)


def test_the_moderator_is_warned_of_names_before_publishing(here: VoiceTown) -> None:
    forum = minuted(here)
    client = here.login("analyst")
    assert "mungkin disebut" not in client.get(desk(forum)).content.decode()
    actions.note_input(forum=forum, text="Pak Budi paling lambat", answer="", by=operator(here), at=AT)
    assert "mungkin disebut" in client.get(desk(forum)).content.decode()


def test_the_whole_way_through_the_pages(here: VoiceTown) -> None:
    unit, moderator = here.login("unit_operator", "CAPIL"), here.login("analyst")
    new = reverse("voice:forum-new")
    assert unit.post(new, {"unit": here.town.units["CAPIL"].pk}).status_code == 422
    data = {
        "unit": here.town.units["CAPIL"].pk, "title": "Antrean", "held_on": "2026-10-06", "begins_at": "09:00",
        "place": "Aula", "agenda": "Satu\nDua", "invited": "Media",
    }  # fmt: skip
    assert unit.post(new, data).status_code == 302
    forum = Forum.objects.get()
    edit = reverse("voice:forum-edit", args=[forum.public_id])
    assert 'value="2026-10-06"' in unit.get(edit).content.decode()
    assert unit.post(edit, data | {"title": "Antrean pagi"}).status_code == 302
    assert unit.post(desk(forum), {"do": "announce"}).status_code == 403
    assert moderator.post(desk(forum), {"do": "announce"}).status_code == 302
    assert "berita acara" in unit.get("/beranda/").content.decode()
    steps: list[dict[str, Any]] = [
        {"do": "minutes", "present": 24, "minutes": "Dibahas."},
        {"do": "input", "text": "Antre lama", "answer": "Akan ditambah"},
        {"do": "commitment", "promise": "Loket kedua", "unit": here.town.units["CAPIL"].pk, "due_on": "2026-11-01",
         "cause": "staffing"},
    ]  # fmt: skip
    for step in steps:
        assert unit.post(desk(forum), {"do": step["do"]}).status_code == 422
        assert unit.post(desk(forum), step).status_code == 302
    assert "Berita acara 1 forum" in moderator.get("/beranda/").content.decode()
    assert moderator.post(desk(forum), {"do": "publish"}).status_code == 302
    assert moderator.post(desk(forum), {"do": "nonsense"}).status_code == 422
    remedy = Remedy.objects.get()
    assert unit.post(desk(forum), {"do": "keep", "remedy": remedy.public_id, "proof": ""}).status_code == 422
    assert unit.post(desk(forum), {"do": "keep", "remedy": remedy.public_id, "proof": "Foto"}).status_code == 302
    assert "1 dari 1 janji ditepati" in read(forum)


def test_pages_cost_the_same_queries_at_any_length(here: VoiceTown) -> None:
    costs: dict[str, list[int]] = {}
    analyst = here.login("analyst")
    for size in (1, 25):
        forum = published(here, *[date(2026, 12, 1)] * size)
        for _number in range(size):
            actions.note_input(forum=forum, text="Kata", answer="", by=here.town.system, at=AT)
        urls = {
            "one": page(forum),
            "list": reverse("voice:forums"),
            "desk": desk(forum),
            "office": reverse("voice:forum-list"),
        }
        for name, url in urls.items():
            client = analyst if name in ("desk", "office") else Client()
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            costs.setdefault(name, []).append(len(caught))
    assert all(small == large <= 15 for small, large in costs.values()), costs


def test_an_empty_list_says_how_it_fills(here: VoiceTown) -> None:
    assert 'class="rb-empty"' in Client().get(reverse("voice:forums")).content.decode()
    assert 'class="rb-empty"' in here.login("analyst").get(reverse("voice:forum-list")).content.decode()
