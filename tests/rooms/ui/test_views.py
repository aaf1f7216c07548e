import pytest
from django.test import RequestFactory

from renbina.ui import views
from renbina.ui.enums import theme_of


def post(**fields):
    return RequestFactory().post("/ui/tampilan/", fields)


def test_the_chosen_theme_is_kept_and_the_person_returns():
    response = views.choose_theme(post(theme="dark", next="/rencana/?unit=rsud"))
    assert response.url == "/rencana/?unit=rsud"
    assert response.cookies["renbina_theme"].value == "dark"
    assert response.cookies["renbina_theme"]["httponly"]


def test_the_chosen_language_is_kept():
    assert views.choose_language(post(language="en")).cookies["renbina_language"].value == "en"


@pytest.mark.parametrize(
    "bait", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil.example"]
)
def test_a_foreign_address_to_return_to_leads_home(bait):
    assert views.choose_theme(post(theme="dark", next=bait)).url == "/"


@pytest.mark.parametrize("value", ["", "purple", "dark; path=/"])
def test_an_unknown_choice_sets_nothing(value):
    assert not views.choose_theme(post(theme=value)).cookies


def test_choices_are_made_by_post_only():
    assert views.choose_theme(RequestFactory().get("/ui/tampilan/")).status_code == 405


def test_an_unknown_theme_cookie_reads_as_light():
    assert theme_of({"renbina_theme": "purple"}) == "light"
