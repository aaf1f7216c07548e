import pytest
from bs4 import BeautifulSoup

START = {"analyst": "/beranda/", "approver": "/beranda/", "auditor": "/beranda/", "operator": "/beranda/",
         "superior": "/beranda/", "employee": "/pembinaan-saya/"}  # fmt: skip


def menu(client, path: str) -> list[tuple[str, bool]]:
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return [(link["href"], link.get("aria-current") == "page") for link in page.select("nav .rb-nav a")]


@pytest.mark.parametrize("name", START)
def test_every_entry_of_the_menu_opens(planned, login, name):
    client = login(planned, name)
    entries = menu(client, START[name])
    assert entries
    assert {url: client.get(url).status_code for url, _ in entries if client.get(url).status_code != 200} == {}


@pytest.mark.parametrize("name", START)
def test_the_menu_marks_where_one_is(planned, login, name):
    marked = [url for url, active in menu(login(planned, name), START[name]) if active]
    assert marked == [START[name]]


def test_the_menu_holds_what_the_role_may_open_and_no_more(planned, login):
    analyst = {url for url, _ in menu(login(planned, "analyst"), "/beranda/")}
    assert {
        "/beranda/",
        "/pembinaan-saya/",
        "/rencana/",
        "/kelas/",
        "/program/",
        "/pegawai/",
        "/unit/",
        "/impor/",
    } <= analyst
    own = {
        "/pembinaan-saya/", "/kelas-saya/", "/kinerja/saya/", "/kuesioner-saya/", "/kompetensi/saya/", "/usulan/saya/",
        "/program/", "/berbagi/",
    }  # fmt: skip
    assert {url for url, _ in menu(login(planned, "employee"), "/pembinaan-saya/")} == own
    assert "/kelas-tim/" in {url for url, _ in menu(login(planned, "superior"), "/beranda/")}
    assert "/unit/" not in {url for url, _ in menu(login(planned, "superior"), "/beranda/")}


def test_many_places_are_gathered_under_headings(planned, login):
    def headings(name: str) -> list[str]:
        page = BeautifulSoup(login(planned, name).get(START[name]).content, "html.parser")
        return [summary.get_text(strip=True) for summary in page.select("nav .rb-nav summary")]

    assert len(headings("analyst")) >= 3
    assert headings("employee") == ["Saya"]  # what is one's own; the other places stand beside it


def test_a_visitor_has_no_menu(db, client):
    assert menu(client, "/") == []
