"""Signing in and out, and passwords, without JavaScript."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from renbina.accounts import actions
from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Agency, Employee

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
SECRET = "kopi pahit pagi hari"
SYSTEM = Actor.system(None)


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return actions.create_user(
        username="rengganis",
        password=SECRET,
        display_name="Rengganis Arunala",
        email="r@contoh.example",
        by=SYSTEM,
        at=AT,
    )


def sign_in(client: Client, username: str, password: str) -> object:
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_a_person_signs_in_and_out(client: Client, user: User) -> None:
    answer = sign_in(client, "rengganis", SECRET)
    assert (answer.status_code, answer["Location"]) == (302, "/")  # type: ignore[attr-defined,index]  # a response
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.session["_auth_user_id"] == str(user.pk)  # looking at the page ends nothing
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_an_unknown_name_and_a_wrong_password_read_the_same(client: Client, user: User) -> None:
    texts = []
    for name in ("rengganis", "tidakada"):
        page = sign_in(client, name, "salah sama sekali").content.decode()  # type: ignore[attr-defined]  # a response
        texts.append(page.replace(name, "NAMA").split("csrfmiddlewaretoken")[-1].split(">", 1)[1])
    assert 'role="alert"' in texts[0]
    assert texts[0] == texts[1]


def test_the_login_page_has_labels_no_script_of_its_own_and_a_way_back(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert page.count("<label") == 2
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    assert "style=" not in page
    assert reverse("account_reset_password") in page


def test_only_a_demonstration_speaks_of_printed_logins(client: Client, settings: object) -> None:
    with translation.override("en"):
        assert (
            b"invented" not in client.get(reverse("account_login"), headers={"cookie": "renbina_language=en"}).content
        )
    settings.RENBINA_MODE = "demo"  # type: ignore[attr-defined]  # pytest-django's settings
    client.cookies["renbina_language"] = "en"
    assert b"their NIPs are invented" in client.get(reverse("account_login")).content


def test_the_sixth_wrong_password_in_a_row_must_wait(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in(client, "rengganis", "salah sama sekali")
    page = sign_in(client, "rengganis", SECRET)
    assert "_auth_user_id" not in client.session
    assert page.status_code in (200, 429)  # type: ignore[attr-defined]  # a response


def test_the_page_of_too_many_requests_is_ours(client: Client, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}  # type: ignore[attr-defined]  # pytest-django's settings
    client.cookies["renbina_language"] = "en"
    client.post(reverse("account_login"), {"login": "a", "password": "b"})
    page = client.post(reverse("account_login"), {"login": "a", "password": "b"})
    assert page.status_code == 429
    assert b"Too many attempts" in page.content


def test_a_closed_login_is_told_so_only_with_the_right_password(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    assert sign_in(client, "rengganis", "salah sama sekali").status_code == 200  # type: ignore[attr-defined]  # a response
    answer = sign_in(client, "rengganis", SECRET)
    assert answer["Location"] == reverse("account_inactive")  # type: ignore[index]  # a response
    assert client.get(reverse("account_inactive")).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_password_is_changed_with_the_old_one_only(client: Client, user: User) -> None:
    client.force_login(user)
    url = reverse("account_change_password")
    new = "hujan turun di kebun"
    wrong = client.post(url, {"oldpassword": "bukan ini", "password1": new, "password2": new})
    assert wrong.status_code == 200
    right = client.post(url, {"oldpassword": SECRET, "password1": new, "password2": new})
    assert right.status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_forgotten_password_comes_back_by_mail_once(client: Client, user: User) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "r@contoh.example"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert client.get(answer["Location"]).status_code == 200
    link = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))
    path = link.split("testserver", 1)[1]
    form = client.get(path, follow=True)
    new = "hujan turun di kebun"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(done["Location"]).status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)
    again = Client().get(path, follow=True)
    assert b'<form method="post" action="' + path.encode() not in again.content
    assert b'name="password1"' not in again.content


def test_asking_for_an_unknown_address_reads_the_same_and_sends_nothing(client: Client, user: User) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "lain@contoh.example"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_somebody_signed_in_can_confirm_who_they_are(client: Client, user: User) -> None:
    client.force_login(user)
    url = reverse("account_reauthenticate")
    assert client.get(url).status_code == 200
    assert client.post(url, {"password": "bukan ini"}).status_code == 200
    assert client.post(url, {"password": SECRET}).status_code == 302


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate"])
def test_pages_of_an_account_ask_visitors_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "account_confirm_email"])
def test_nobody_signs_up_or_manages_mail_here(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_in_never_leads_to_another_site(client: Client, user: User) -> None:
    answer = client.post(
        f"{reverse('account_login')}?next=https://jahat.example/", {"login": "rengganis", "password": SECRET}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize("password", ["pendek", "12345678901234567", "rengganis-arunala"])
def test_weak_passwords_are_refused_with_a_reason(password: str, db: None) -> None:
    with pytest.raises(actions.PasswordRefused) as refused:
        actions.create_user(
            username="rengganis.arunala", password=password, display_name="Rengganis Arunala", by=SYSTEM, at=AT
        )
    assert len(refused.value.message) > 20
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password",
    ["sandi 198505172010012901 saya", "lahir 17-05-1985 di kota", "19850517 semoga aman", "tgl lahirku 170585 ya"],
)
def test_a_password_with_the_own_nip_or_birth_date_is_refused(user: User, password: str) -> None:
    agency = Agency.objects.create(name="Kota Uji", short_name="Uji", kind="kota")
    Employee.objects.create(
        agency=agency,
        user=user,
        nip="198505172010012901",
        name="Rengganis",
        sex="f",
        birth_date=date(1985, 5, 17),
        employment="pns",
    )
    with pytest.raises(ValidationError):
        validate_password(password, user)
    validate_password("kopi 2026 tanpa gula ya", user)


def test_a_user_name_is_taken_whatever_its_capitals(user: User) -> None:
    with pytest.raises(actions.UsernameTaken):
        actions.create_user(username="Rengganis", password=SECRET, by=SYSTEM, at=AT)


def test_only_officers_make_logins_and_people_set_only_their_own_password(user: User) -> None:
    stranger = Actor(user_id=user.pk + 1, agency_id=1, employee_id=None, label="x", grants=frozenset())
    officer = Actor(
        user_id=user.pk + 1,
        agency_id=1,
        employee_id=None,
        label="x",
        grants=frozenset({Grant(Role.HEAD_OF_DEVELOPMENT)}),
    )
    with pytest.raises(Forbidden):
        actions.create_user(username="baru", password=None, by=stranger, at=AT)
    with pytest.raises(Forbidden):
        actions.set_password(user=user, password="hujan turun di kebun", by=officer, at=AT)
    actions.create_user(username="baru", password=None, by=officer, at=AT)
    assert not User.objects.get(username="baru").has_usable_password()


def test_no_password_enters_the_audit_record(user: User) -> None:
    actions.set_password(user=user, password="hujan turun di kebun", by=SYSTEM, at=AT)
    lines = str(list(AuditEvent.objects.values("old", "new")))
    assert "hujan" not in lines
    assert SECRET not in lines
