"""The catalogue: what is loaded, what its pages show, and who may see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT, PlanTown

from renbina.catalogue import actions, queries
from renbina.catalogue.models import Audience, Effect, Offer, Programme
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent


def row(code: str, **changes: object) -> actions.ProgrammeRow:
    values: dict[str, object] = {
        "code": code, "name": f"Program {code}", "form": "KL08", "area": "service", "hours": 10, "days": 1,
        "delivery": "S", "synchronous": True, "capacity": 30, "batch_min": 10, "cost_per_person": 50_000,
        "cost_per_batch": 6_000_000,
    }  # fmt: skip
    return actions.ProgrammeRow(**{**values, **changes})  # type: ignore[arg-type]  # values of the right types above


def test_a_second_load_updates_by_code_and_keeps_the_offers(town: PlanTown) -> None:
    offers = set(Offer.objects.filter(programme__code="C02").values_list("pk", flat=True))
    changed = row("C02", name="Nama baru", capacity=12, batch_min=3)
    actions.load_catalogue(
        programmes=[changed], effects=[actions.EffectRow("C02", "1.1", 2, 4)],
        offers=[actions.OfferRow("C02", 2027, 5, 7, own_class=True)], by=town.system, at=AT,
    )  # fmt: skip
    programme = Programme.objects.get(agency=town.agency, code="C02")
    assert (programme.name, programme.capacity) == ("Nama baru", 12)
    assert set(Offer.objects.filter(programme=programme).values_list("pk", flat=True)) == offers
    assert Offer.objects.get(programme=programme).batches_max == 7
    assert Effect.objects.get(programme=programme).ceiling == 4
    assert not Audience.objects.filter(programme=programme).exists()
    assert Audience.objects.filter(programme__code="C01").exists()  # not named, not touched


def test_a_code_that_leads_nowhere_writes_nothing(town: PlanTown) -> None:
    before = Programme.objects.count()
    with pytest.raises(actions.UnknownReference) as refused:
        actions.load_catalogue(
            programmes=[row("Z01")], effects=[actions.EffectRow("Z01", "9.9", 1, 2)], by=town.system, at=AT
        )
    assert "9.9" in refused.value.message
    assert Programme.objects.count() == before


def test_a_load_is_one_audit_line(town: PlanTown) -> None:
    before = AuditEvent.objects.filter(verb="catalogue.load_catalogue").count()
    actions.load_catalogue(programmes=[row("Z01")], by=town.system, at=AT)
    assert AuditEvent.objects.filter(verb="catalogue.load_catalogue").count() == before + 1


def test_only_those_who_keep_the_catalogue_may_load(town: PlanTown) -> None:
    with pytest.raises(Forbidden):
        actions.load_catalogue(programmes=[row("Z01")], by=town.actor(Role.AUDITOR), at=AT)


def test_a_seat_costs_its_share_of_the_class(town: PlanTown) -> None:
    actions.load_catalogue(programmes=[row("Z01")], by=town.system, at=AT)
    found = {each.code: each for each in queries.programme_rows(town.analyst)}
    assert found["Z01"].cost_per_seat == 50_000 + 200_000
    assert found["C02"].seats == 12
    assert found["C02"].months == (5,)


def test_filters_narrow_and_an_unknown_value_shows_everything(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["analyst"])
    url = reverse("catalogue:programme-list")
    text = client.get(f"{url}?area=leadership").content.decode()
    assert "Pelatihan Kepemimpinan Pengawas" in text
    assert "Layanan publik digital" not in text
    assert "Layanan publik digital" in client.get(f"{url}?area=nonsense").content.decode()
    assert client.get(f"{url}?q=dasbor&export=csv").content.decode("utf-8-sig").count("\r\n") == 2


@pytest.mark.parametrize("more", [0, 60])
def test_the_pages_cost_the_same_queries_at_every_length(client: Client, town: PlanTown, more: int) -> None:
    actions.load_catalogue(programmes=[row(f"Z{n:02}") for n in range(more)], by=town.system, at=AT)
    client.force_login(town.users["analyst"])
    programme = Programme.objects.get(agency=town.agency, code="C02")
    for address in (
        reverse("catalogue:programme-list"),
        reverse("catalogue:programme-detail", args=[programme.public_id]),
    ):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        assert len(counted) <= 12, (address, len(counted))


def test_the_detail_shows_what_it_raises_for_whom_and_when(client: Client, town: PlanTown) -> None:
    client.force_login(town.users["employee"])
    programme = Programme.objects.get(agency=town.agency, code="C02")
    text = client.get(reverse("catalogue:programme-detail", args=[programme.public_id])).content.decode()
    for words in ("Menerima dan melayani pemohon", "rb-strip", "Disdukcapil", "Mei", "BPSDM Provinsi"):
        assert words in text


def test_another_agency_sees_none_of_it(client: Client, town: PlanTown, elsewhere: PlanTown) -> None:
    programme = Programme.objects.get(agency=town.agency, code="C02")
    client.force_login(elsewhere.users["analyst"])
    assert client.get(reverse("catalogue:programme-detail", args=[programme.public_id])).status_code == 404
    with pytest.raises(NotFound):
        queries.programme_page(elsewhere.analyst, programme.public_id)
    assert {each.public_id for each in queries.programme_rows(elsewhere.analyst)}.isdisjoint({programme.public_id})


def test_a_partner_sees_no_catalogue(town: PlanTown) -> None:
    with pytest.raises(Forbidden):
        queries.programme_rows(town.actor(Role.PARTNER))
