"""The citizen's pages: no account, no cookie, no script; every wrong turn gets a kind answer and loses nothing."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.planning.town import AT, DAY
from tests.rooms.voice.conftest import VoiceTown

from renbina.organisation.models import Employee
from renbina.voice import actions
from renbina.voice.models import Feedback, FeedbackMessage
from renbina.voice.queries import by_code
from renbina.voice.views import public

LIMIT = 60 * 1024


def page(here: VoiceTown) -> str:
    return reverse("voice:answer", args=[here.point.public_id])


def token_of(text: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def send(here: VoiceTown, client: Client, **data: Any) -> Any:
    data.setdefault("token", token_of(client.get(page(here)).content.decode()))
    return client.post(page(here), data)


def code_in(text: str) -> str:
    found = re.search(r"\d{4} \d{4} \d{4} \d{4}", text)
    assert found is not None, text
    return found[0]


def look_up(client: Client, code: str, **more: str) -> Any:
    token = token_of(client.get(reverse("voice:receipt")).content.decode())
    return client.post(reverse("voice:receipt"), {"token": token, "code": code, **more})


def test_nine_taps_and_words_give_a_receipt_without_a_cookie(here: VoiceTown) -> None:
    client = Client(enforce_csrf_checks=True)
    response = send(here, client, text="Cepat sekali", **{f"u{number}": "4" for number in range(1, 10)})
    assert response.status_code == 200
    assert not client.cookies
    feedback = by_code(code_in(response.content.decode()))
    assert feedback is not None
    assert (feedback.u1, feedback.u9, feedback.state) == (4, 4, "received")
    assert feedback.messages.get().text == "Cepat sekali"


def test_the_page_asks_nine_questions_without_a_script_of_its_own(here: VoiceTown) -> None:
    text = Client().get(page(here)).content.decode()
    assert text.count('type="radio"') == 36
    assert "<script>" not in text
    assert "Apakah petugas sopan dan ramah?" in text


def test_the_first_visit_weighs_at_most_60_kilobytes_without_fonts(here: VoiceTown) -> None:
    text = Client().get(page(here)).content
    build = Path(public.__file__).parents[2] / "ui" / "static" / "ui" / "build"
    if not (build / "app.css").exists():
        pytest.skip("the assets are not built")
    weight = sum(
        len(gzip.compress(each)) for each in (text, *(build.joinpath(n).read_bytes() for n in ("app.css", "app.js")))
    )
    assert weight <= LIMIT


def test_one_answer_is_enough_and_words_are_not_needed(here: VoiceTown) -> None:
    assert send(here, Client(), u3="2").status_code == 200
    assert Feedback.objects.get().state == "counted"


def test_an_empty_form_is_refused_kindly(here: VoiceTown) -> None:
    response = send(here, Client(), text="   ")
    assert response.status_code == 422
    assert "Satu jawaban sudah cukup" in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_form_sent_twice_is_one_answer_with_one_code(here: VoiceTown) -> None:
    client = Client()
    token = token_of(client.get(page(here)).content.decode())
    codes = [code_in(send(here, client, token=token, u1="4", text="ya").content.decode()) for _ in range(2)]
    assert codes[0] == codes[1]
    assert Feedback.objects.count() == FeedbackMessage.objects.count() == 1


def test_the_code_itself_is_stored_nowhere(here: VoiceTown) -> None:
    code = here.say("halo").code
    assert code not in str(list(Feedback.objects.values())) + str(list(FeedbackMessage.objects.values()))


def test_markup_stays_text(here: VoiceTown) -> None:
    client = Client()
    code = code_in(send(here, client, text="<script>alert(1)</script>").content.decode())
    text = look_up(client, code).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_form_without_our_token_is_asked_for_again_with_its_answers(here: VoiceTown, token: str) -> None:
    response = send(here, Client(), token=token, u1="4", text="tetap ada")
    assert response.status_code == 403
    assert "tetap ada" in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_token_of_another_point_does_not_open_this_one(here: VoiceTown, elsewhere: VoiceTown) -> None:
    client = Client()
    token = token_of(client.get(page(elsewhere)).content.decode())
    assert send(here, client, token=token, u1="4").status_code == 403


@pytest.mark.parametrize("score", ["5", "0", "-1", "abc"])
def test_a_score_off_the_scale_is_refused_and_the_rest_kept(here: VoiceTown, score: str) -> None:
    response = send(here, Client(), u1=score, u2="4", text="kata saya")
    assert response.status_code == 422
    assert "kata saya" in response.content.decode()
    assert not Feedback.objects.exists()


def test_words_that_are_too_long_are_sent_back_whole(here: VoiceTown) -> None:
    response = send(here, Client(), u1="4", text="a" * 2001)
    assert response.status_code == 422
    assert "a" * 2001 in response.content.decode()


def test_a_robot_in_the_trap_is_not_stored_and_a_person_can_send_again(here: VoiceTown) -> None:
    response = send(here, Client(), u1="4", website="http://x")
    assert response.status_code == 422
    assert not Feedback.objects.exists()
    assert "http://x" not in response.content.decode()


def test_a_flood_waits_a_minute_and_a_hundred_people_do_not(here: VoiceTown, monkeypatch: Any) -> None:
    client = Client()
    monkeypatch.setattr(public, "ANSWERS_A_MINUTE", 3)
    got = [send(here, client, u1="4").status_code for _ in range(5)]
    assert got.count(429) >= 1
    assert got[0] == 200
    assert public.CODES_A_MINUTE < 100 <= 120


def test_a_point_that_never_was_and_one_that_closed_are_told_apart(here: VoiceTown) -> None:
    client = Client()
    assert client.get(reverse("voice:answer", args=["tidakada"])).status_code == 404
    here.point.valid_to = DAY
    here.point.save()
    response = client.get(page(here))
    assert response.status_code == 410
    assert "sudah ditutup" in response.content.decode()
    with pytest.raises(actions.PointClosed):
        here.say("halo")


@pytest.mark.parametrize("code", ["0000 0000 0000 0000", "12", "", "abcd", "１２３４５６７８９０１２３４５６"])
def test_a_code_that_never_existed_gets_a_kind_answer(here: VoiceTown, code: str) -> None:
    response = look_up(Client(), code)
    assert response.status_code == 404
    assert "Kode ini tidak kami kenal" in response.content.decode()


def test_a_code_is_found_in_any_spacing(here: VoiceTown) -> None:
    code = here.say("halo").code
    for typed in (code, f"{code[:4]}-{code[4:]}", " ".join(code)):
        assert look_up(Client(), typed).status_code == 200


def test_the_code_shows_the_answer_and_opens_the_matter_again_once(here: VoiceTown) -> None:
    receipt = here.say("antre lama")
    system = here.town.system
    feedback = receipt.feedback
    _handle(here, feedback, "Loket kedua dibuka.")
    client = Client()
    text = look_up(client, receipt.code).content.decode()
    assert "Loket kedua dibuka." in text
    assert "antre lama" in text
    assert look_up(client, receipt.code, text="masih antre").status_code == 200
    feedback.refresh_from_db()
    assert (feedback.state, feedback.reopened) == ("reopened", True)
    assert look_up(client, receipt.code, text="lagi").status_code == 422
    _handle(here, feedback, "Sekarang tiga loket.")
    again = look_up(client, receipt.code, text="ketiga kali")
    assert again.status_code == 422
    assert "Sekarang tiga loket." in again.content.decode()
    assert system.is_system


def _handle(here: VoiceTown, feedback: Feedback, reply: str) -> None:
    who: dict[str, Any] = {"by": here.town.system, "at": AT}
    shown = {message.pk: message.text for message in feedback.messages.filter(by_citizen=True, shown_text="")}
    actions.triage_feedback(feedback=feedback, cause="none", shown=shown, on=DAY, **who)
    actions.answer_feedback(feedback=feedback, text=reply, on=DAY, **who)


def test_what_still_waits_cannot_be_opened_again(here: VoiceTown) -> None:
    response = look_up(Client(), here.say("halo").code, text="cepat dong")
    assert response.status_code == 422
    assert FeedbackMessage.objects.count() == 1


def test_no_page_of_citizens_names_a_person(here: VoiceTown) -> None:
    people = list(Employee.objects.values_list("name", flat=True))
    for url in (page(here), reverse("voice:published"), reverse("voice:receipt")):
        text = Client().get(url).content.decode()
        assert not [name for name in people if name in text]


def test_a_page_drawn_once_still_shows_what_changed_since_and_each_visitor_has_a_form_of_their_own(
    here: VoiceTown,
) -> None:
    client = Client()
    first = client.get(page(here)).content.decode()
    assert token_of(first) != token_of(client.get(page(here)).content.decode())
    here.point.name = "Loket <9>"
    here.point.save()
    assert "Loket &lt;9&gt;" in client.get(page(here)).content.decode()
    client.cookies["renbina_language"] = "en"
    assert "Was the officer polite and friendly?" in client.get(page(here)).content.decode()
    assert "renbina_language" not in client.get(page(here)).cookies


def test_the_page_and_an_answer_cost_few_queries(here: VoiceTown, django_assert_max_num_queries: Any) -> None:
    client = Client()
    token = token_of(client.get(page(here)).content.decode())
    with django_assert_max_num_queries(3):
        client.get(page(here))
    send(here, client, u1="4")  # the first of this minute
    with django_assert_max_num_queries(15):  # with the savepoint of this test and now and then a sweep
        send(here, client, token=token, u1="4", text="ya")


def test_words_that_come_after_the_point_closed_are_handed_back_and_what_came_before_keeps_its_code(
    here: VoiceTown,
) -> None:
    client = Client()
    early, late = (token_of(client.get(page(here)).content.decode()) for _ in range(2))
    code = code_in(send(here, client, token=early, u1="4").content.decode())
    here.point.valid_to = DAY
    here.point.save()
    refused = client.post(page(here), {"token": late, "u1": "4", "text": "tetap <b>ada</b>"})
    assert refused.status_code == 410
    assert "tetap &lt;b&gt;ada" in refused.content.decode()
    assert code_in(client.post(page(here), {"token": early, "u1": "4"}).content.decode()) == code
    assert Feedback.objects.count() == 1
