"""The tree, the page of a unit, superiors set right and acting officers, as people use them in a browser."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.organisation.conftest import AT, DAY, Town, make_employee

from renbina.accounts.models import User
from renbina.organisation import actions
from renbina.organisation.actions import Decree, NewUnit
from renbina.organisation.models import Substitution, Supervision, Unit


@pytest.fixture
def analyst(town: Town, user: User) -> Client:
    return logged_in(town, user, "analyst")


def logged_in(town: Town, user: User, role: str, unit: Unit | None = None) -> Client:
    actions.grant_role(user=user, agency=town.agency, role=role, unit=unit, since=DAY, by=town.system, at=AT)
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_the_tree_counts_people_and_names_what_is_to_mend(town: Town, analyst: Client) -> None:
    shown = text(analyst, "organisation:tree")
    assert "3 unit kerja, 3 orang" in shown
    assert "Dinas Satu Orang 0001 · 2 orang 2 tanpa atasan" in shown
    assert "3 orang belum punya atasan" in shown
    assert "Seksi Pelayanan" in text(analyst, "organisation:tree", cari="sie pelayanan")


def test_an_earlier_day_shows_the_old_name_and_a_closed_unit(town: Town, analyst: Client) -> None:
    decree = Decree("Perda 1", DAY - timedelta(days=9), "Penataan")
    two = town.units["two"]
    actions.rename_unit(unit=two, name="Badan Dua", short_name="Bdua", decree=decree, by=town.system, at=AT)
    before = (DAY - timedelta(days=10)).isoformat()
    assert "Dinas Dua" in text(analyst, "organisation:tree", tanggal=before)
    assert "Dinas Dua" not in text(analyst, "organisation:tree")
    page = text(analyst, "organisation:unit", two.public_id)
    assert "Sebelumnya bernama Dinas Dua. Perda 1 · Penataan" in page
    assert "Dinas Dua" in text(analyst, "organisation:unit", two.public_id, tanggal=before).split("Pimpinan")[0]


@pytest.mark.parametrize("large", [False, True])
def test_pages_ask_as_few_queries_at_any_size(town: Town, analyst: Client, large: bool) -> None:
    count = 60 if large else 6
    new = [NewUnit(f"n{n}", town.units["one"], f"Seksi Nomor {n}", f"S{n}", "section") for n in range(count)]
    made = actions.add_units(agency=town.agency, units=new, by=town.system, at=AT)
    for number, unit in enumerate(made.values()):
        make_employee(town.agency, unit, town.positions["staff"], 100 + number)
    for name, args in (
        ("organisation:tree", ()),
        ("organisation:unit", (town.units["one"].public_id,)),
        ("organisation:superior-list", ()),
        ("organisation:superior", (town.people["staff"].public_id,)),
        ("organisation:derive", ()),
        ("organisation:substitution-list", ()),
    ):
        analyst.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as captured:
            assert analyst.get(reverse(name, args=args), {"per": "100"}).status_code == 200
        assert len(captured) <= 15, (name, [query["sql"][:120] for query in captured.captured_queries])


def test_an_operator_sets_a_superior_right_from_the_suggestion(town: Town, user: User) -> None:
    client = logged_in(town, user, "unit_operator", town.units["one"])
    staff, head = town.people["staff"], town.people["head"]
    assert "Orang 0003" not in text(client, "organisation:superior-list")  # another unit
    address = reverse("organisation:superior", args=[staff.public_id])
    shown = client.get(address).content.decode()
    assert f'value="{head.public_id}"' in shown
    given = {"relation": "rater", "superior": head.public_id, "since": DAY.isoformat(), "reason": "Belum tercatat"}
    assert client.post(address, given | {"reason": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    row = Supervision.objects.get()
    assert (row.superior_id, row.source, row.reason) == (head.pk, "corrected", "Belum tercatat")


def test_many_get_one_superior_at_once_without_those_unticked(town: Town, analyst: Client) -> None:
    more = [make_employee(town.agency, town.units["one.s"], town.positions["staff"], n) for n in (7, 8)]
    keys = [town.people["staff"].public_id, *(person.public_id for person in more)]
    address = f"{reverse('organisation:superior', args=[keys[0]])}?orang={keys[1]}&orang={keys[2]}"
    given = {
        "orang": keys[:2], "relation": "rater", "superior": town.people["head"].public_id,
        "since": DAY.isoformat(), "reason": "SK baru",
    }  # fmt: skip
    assert analyst.post(address, given).status_code == 302
    assert set(Supervision.objects.values_list("employee__public_id", flat=True)) == set(keys[:2])


def test_the_difference_is_shown_before_superiors_are_derived(town: Town, analyst: Client) -> None:
    page = BeautifulSoup(analyst.get(reverse("organisation:derive")).content, "html.parser")
    assert not Supervision.objects.exists()
    field = page.find("input", {"name": "beda"})
    assert field is not None
    analyst.post(reverse("organisation:derive"), {"beda": "etwas anderes"})
    assert not Supervision.objects.exists()
    analyst.post(reverse("organisation:derive"), {"beda": field["value"]})
    assert Supervision.objects.get().source == "derived"


def test_a_stand_in_is_named_and_ended_on_pages(town: Town, analyst: Client) -> None:
    head, other = town.people["head"], town.people["other"]
    new = reverse("organisation:substitution-new")
    assert head.public_id in analyst.get(new, {"cari": "kepala dinas"}).content.decode()
    given = {
        "substitute": other.public_id, "kind": "plh", "since": DAY.isoformat(), "last_day": DAY.isoformat(),
        "letter_number": "800/1", "letter_date": DAY.isoformat(), "reason": "Dinas luar",
    }  # fmt: skip
    assert analyst.post(f"{new}?siapa={head.public_id}", given | {"substitute": head.public_id}).status_code == 422
    assert analyst.post(f"{new}?siapa={head.public_id}", given).status_code == 302
    row = Substitution.objects.get()
    assert row.valid_to == DAY + timedelta(days=1)
    assert "Orang 0003 Plh. Kepala Dinas" in text(analyst, "organisation:substitution-list")
    assert "Plh. Kepala Dinas" in text(analyst, "organisation:unit", town.units["one"].public_id)
    assert analyst.post(reverse("organisation:substitution-end", args=[row.public_id]), {"on": DAY}).status_code == 302
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("nama", {"name": "Badan Dua", "short_name": "Bdua"}),
        ("pindah", {"target": "one"}),
        ("gabung", {"target": "one"}),
        ("pecah", {"name": "Dinas Tiga", "short_name": "Tiga", "people": "other"}),
    ],
)
def test_a_unit_changes_on_its_page_by_a_decree(town: Town, analyst: Client, what: str, given: dict[str, str]) -> None:
    named = {"one": town.units["one"].public_id, "other": town.people["other"].public_id}
    data = {key: named.get(value, value) for key, value in given.items()}
    address = reverse("organisation:unit-change", args=[town.units["two"].public_id, what])
    assert analyst.post(address, data).status_code == 422
    decree = {"number": "Perda 1", "on": DAY.isoformat(), "reason": "Penataan"}
    assert analyst.post(address, data | decree).status_code == 302
    assert Unit.objects.get(pk=town.units["two"].pk).changes.count() + town.units["two"].received.count() == 1


@pytest.mark.parametrize("below", ["one", "top"])
def test_a_unit_opens_on_its_page_and_stands_in_the_tree_from_its_first_day(
    town: Town, analyst: Client, below: str
) -> None:
    place = town.units["one"].public_id if below == "one" else "top"
    address = reverse("organisation:unit-new") + (f"?di={place}" if below == "one" else "")
    page = analyst.get(address).content.decode()
    assert (f'value="{place}" selected' in page) == (below == "one")
    data = {"name": "Seksi  Baru", "short_name": "Baru", "kind": "section", "target": place}
    day = DAY - timedelta(days=7)
    decree = {"number": "Perwal 9", "on": day.isoformat(), "reason": "Layanan baru"}
    for missing in (*data, *decree):
        given = {key: value for key, value in (data | decree).items() if key != missing}
        assert analyst.post(address, given).status_code == 422
    assert analyst.post(address, data | decree, follow=True).redirect_chain
    made = Unit.objects.get(name="Seksi Baru")
    assert (made.opened_on, made.depth) == (day, 2 if below == "one" else 1)
    assert made.path.startswith(town.units["one"].path) == (below == "one")
    assert "Perwal 9" in text(analyst, "organisation:unit", made.public_id)
    tree = reverse("organisation:tree")
    assert "Seksi Baru" in analyst.get(tree).content.decode()
    before = (day - timedelta(days=1)).isoformat()
    assert "Seksi Baru" not in analyst.get(tree, {"tanggal": before}).content.decode()
    again = analyst.post(address, data | decree)
    assert again.status_code == 422
    assert "“Seksi Baru”" in again.content.decode()
