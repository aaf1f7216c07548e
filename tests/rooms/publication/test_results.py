"""Your voice, what was done, what changed: frozen, without small groups, without anybody's name."""

import gzip
import itertools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.delivery.models import Batch, Registration, Session
from renbina.evaluation.models import Target
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.organisation.models import Agency, Employee
from renbina.planning.models import Plan
from renbina.publication.actions import publish_results
from renbina.publication.gather import ServiceVerdict
from renbina.publication.models import PublishedResult
from renbina.ui import typesetting
from renbina.voice import actions as voice
from renbina.voice.access import citizen
from renbina.voice.models import SCORES, Feedback, Service

PEOPLE = 40  # half of them at the counter
LATER = AT + timedelta(days=1)


class Scene:
    """A town with one service, and ways to let things happen at it."""

    def __init__(self) -> None:
        self.town: PlanTown = build("Kota Uji", people=PEOPLE)
        self.who: dict[str, Any] = {"by": self.town.system, "at": AT}
        self.service = self.add("KTP elektronik", "CAPIL")
        self.number = 0

    def add(self, name: str, unit: str) -> Service:
        service = voice.add_service(unit=self.town.units[unit], name=name, **self.who)
        voice.add_point(service=service, name="Loket", since=date(2025, 1, 1), **self.who)
        return service

    @property
    def plan(self) -> Plan:
        found: Plan = Plan.objects.get(agency=self.town.agency, year=2026)
        return found

    @property
    def staff(self) -> list[Employee]:
        return [person for place, person in enumerate(self.town.people) if place % 2]

    def said(self, count: int, theme: str = "queue", cause: str = "tools", on: date = DAY) -> None:
        for _ in range(count):
            self.number += 1
            Feedback.objects.create(
                agency=self.town.agency, service=self.service, point=self.service.points.get(), channel="qr",
                received_on=on, receipt_hash=f"h{self.number}", state="answered", theme=theme, cause=cause,
            )  # fmt: skip

    def answered(self, people: int, score: int, on: date) -> None:
        for _ in range(people):
            self.number += 1
            voice.submit_feedback(
                point=self.service.points.get(), scores=dict.fromkeys(SCORES, score), text="",
                token=f"t{self.number}", on=on, by=citizen(self.service), at=AT,
            )  # fmt: skip
        voice.publish_satisfaction(service=self.service, year=on.year, half=1, on=DAY, **self.who)

    def promised(self, text: str, due_on: date, done_on: date | None = None, cause: str = "procedure") -> None:
        self.said(1, "queue", cause)
        matter = Feedback.objects.order_by("pk").last()
        assert matter is not None
        matter.remedies.create(
            agency=self.town.agency, unit=self.town.units["CAPIL"], cause=cause, promise=text, due_on=due_on,
            done_on=done_on, proof="Foto papan" if done_on else "",
        )  # fmt: skip

    def trained(self, people: list[Employee], code: str = "C02") -> None:
        batch = Batch.objects.create(
            agency=self.town.agency, plan=self.plan, programme=self.town.agency.programmes.get(code=code),
            number=Batch.objects.count() + 1, place="Aula", trainer="Pengajar", capacity=99, taken=len(people),
            answer_by=date(2026, 3, 1), state="closed", opened_at=AT,
        )  # fmt: skip
        starts = datetime(2026, 3, 9, 1, tzinfo=UTC)
        Session.objects.create(batch=batch, starts_at=starts, ends_at=starts + timedelta(hours=8))
        for person in people:
            Registration.objects.create(batch=batch, employee=person, state="passed", invited_at=AT)

    def publish(self, at: datetime = AT) -> None:
        publish_results(by=self.town.analyst, at=at)

    def page(self, service: Service | None = None) -> str:
        address = reverse("publication:result", args=[(service or self.service).public_id])
        return Client().get(address).content.decode()


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.RENBINA_FROZEN_ON = DAY
    settings.RENBINA_VERDICTS = ""


@pytest.fixture
def scene(db: None) -> Scene:
    cache.clear()
    return Scene()


def judge(agency: Agency, on: date) -> list[ServiceVerdict]:
    """Stands for the room that judges: one programme that helped with time, one without a trace in behaviour."""
    unit = Service.objects.get(agency=agency).unit_id
    return [
        ServiceVerdict(unit, "u3", "Layanan digital", "success", "reached", 0.31, 3, 3),
        ServiceVerdict(unit, "u7", "Seminar motivasi", "not_seen", "too_small", None, 3, 3),
        ServiceVerdict(unit, "u7", "Komunikasi", "success", "reached", 0.25, 3, 3),
        ServiceVerdict(unit, "u7", "Komunikasi", "undecided", "unclear", None, 2, 3),
        ServiceVerdict(unit, "u1", "Syarat", "undecided", "few_trained", None, 1, 3),
    ]


def test_nothing_is_shown_before_it_is_published_not_even_the_name(scene: Scene) -> None:
    scene.said(9)
    response = Client().get(reverse("publication:result", args=[scene.service.public_id]))
    assert response.status_code == 404
    assert scene.service.name not in response.content.decode()
    assert 'class="rb-empty"' in Client().get(reverse("publication:results")).content.decode()


def test_the_page_tells_what_was_said_done_changed_and_is_open(scene: Scene) -> None:
    scene.answered(9, 2, date(2025, 3, 3))
    scene.answered(12, 3, date(2026, 3, 3))
    scene.said(40, "queue", "tools")
    scene.promised("Nomor antrean dari rumah", date(2026, 7, 31), date(2026, 7, 14))
    scene.promised("Mesin cetak kedua", date(2026, 9, 30), cause="tools")
    scene.said(6, "requirements", "procedure")
    scene.trained(scene.staff[:9])
    scene.publish()
    text = scene.page()
    for shown in (
        "50,00", "75,00", "12 jawaban", "9 jawaban", "48 warga", "42 warga", "Nomor antrean dari rumah", "Foto papan",
        "Komunikasi pelayanan di loket", "9 orang", "Mesin cetak kedua", "lewat tenggat", "2,00", "3,00",
        "belum dinilai", "1 prosedur diubah",
    ):  # fmt: skip
        assert shown in text, shown


def test_figures_stay_as_they_were_until_they_are_published_again(scene: Scene) -> None:
    scene.said(9)
    scene.trained(scene.staff[:6])
    scene.publish()
    before = scene.page()
    scene.said(11)
    scene.promised("Janji baru", date(2027, 1, 1), cause="tools")
    scene.trained(scene.staff[6:12])
    assert scene.page() == before
    scene.publish(LATER)
    after = scene.page()
    assert "21 warga" in after
    assert "Janji baru" in after
    assert PublishedResult.objects.count() == 2


def test_a_small_group_and_every_total_that_would_reveal_it_are_hidden(scene: Scene) -> None:
    scene.said(30, "queue", "tools")
    scene.said(7, "app", "tools")
    scene.said(12, "cost", "procedure")
    scene.said(3, "attitude", "competence")
    scene.publish()
    words = PublishedResult.objects.get().figures["words"]
    assert words == {"themes": [["queue", 30], ["app", 7]], "causes": [], "total": None, "hides": True} or words == {
        "themes": [["queue", 30], ["app", 7]], "causes": [["procedure", 12]], "total": None, "hides": True
    }  # fmt: skip
    text = scene.page()
    assert "52" not in text
    assert "Sikap" not in text
    assert "tidak ditampilkan" in text


def test_nobody_computes_the_hidden_from_what_the_page_says(scene: Scene) -> None:
    """The attacker adds up what is shown; a naive page beside it gives the hidden three away."""
    groups = {"queue": 30, "app": 7, "attitude": 3}
    for theme, count in groups.items():
        scene.said(count, theme, "tools" if theme != "attitude" else "competence")
    scene.publish()
    figures = PublishedResult.objects.get().figures["words"]
    totals = {figures["total"], *(sum(n for _, n in figures[way]) for way in ("themes", "causes"))}
    assert sum(groups.values()) not in totals
    naive = {theme: count for theme, count in groups.items() if count >= 5}
    assert sum(groups.values()) - sum(naive.values()) == 3


def test_both_years_stand_side_by_side_each_by_itself(scene: Scene) -> None:
    scene.said(30, "queue", "tools")
    scene.said(12, "queue", "tools", on=date(2025, 8, 4))
    scene.said(6, "cost", "procedure", on=date(2025, 8, 4))
    scene.publish()
    text = scene.page()
    for shown in ("30 warga pada 2026", "12 warga pada 2025", "6 warga pada 2025"):
        assert shown in text, shown
    assert "48" not in text


def test_what_one_year_hides_is_not_found_by_subtracting_the_other(scene: Scene) -> None:
    """2026 hides three; 2025 hides nobody. The naive page adds the years up, and gives the three away."""
    hidden = 3
    scene.said(30, "queue", "tools")
    scene.said(hidden, "attitude", "competence")
    scene.said(20, "queue", "tools", on=date(2025, 8, 4))
    scene.said(8, "attitude", "competence", on=date(2025, 8, 4))
    scene.publish()
    figures = PublishedResult.objects.get().figures
    now, before = figures["words"], figures["words_before"]
    assert (now["total"], before["total"], before["year"]) == (None, 28, 2025)
    told = [*dict(before["themes"]).values(), *dict(before["causes"]).values(), before["total"]]
    told += [*dict(now["themes"]).values(), *dict(now["causes"]).values()]
    sums = {count for size in range(1, 4) for each in itertools.combinations(told, size) for count in (sum(each),)}
    both_years = 30 + hidden + 28
    assert both_years not in sums
    naive_total = both_years
    assert naive_total - before["total"] - 30 == hidden


def test_a_year_that_was_told_moves_by_a_group_or_not_at_all(scene: Scene) -> None:
    """Three matters of last year are read late: whoever kept the earlier page could subtract them."""
    scene.said(20, "queue", "tools", on=date(2025, 8, 4))
    scene.publish()
    first = PublishedResult.objects.get().figures["words_before"]
    scene.said(3, "queue", "tools", on=date(2025, 12, 30))
    scene.publish(LATER)
    assert PublishedResult.objects.latest("published_at").figures["words_before"] == first
    scene.said(2, "queue", "tools", on=date(2025, 12, 31))
    scene.publish(LATER + timedelta(days=1))
    assert PublishedResult.objects.latest("published_at").figures["words_before"]["total"] == 25
    assert PublishedResult.objects.earliest("published_at").figures["words_before"] == first


def test_a_page_frozen_before_two_years_were_told_still_opens(scene: Scene) -> None:
    scene.said(9)
    scene.publish()
    assert "Pada 2025 belum ada yang menulis atau bicara" in scene.page()
    row = PublishedResult.objects.get()
    del row.figures["words_before"]
    row.save()
    assert "9 warga" in scene.page()


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True), (15, True), (16, False), (20, True)])
def test_trained_staff_are_counted_when_neither_they_nor_the_rest_are_a_handful(
    scene: Scene, people: int, shown: bool
) -> None:
    scene.trained(scene.staff[:people])
    scene.publish()
    assert len(scene.staff) == 20
    assert (f"{people} orang" in scene.page()) == shown
    assert PublishedResult.objects.get().figures["trained_hidden"] != shown


def test_the_rest_of_a_large_unit_cannot_be_subtracted_from_its_smaller_ones(scene: Scene) -> None:
    """Ten of the counter and three of the office around it: the office's page would show thirteen."""
    counter = scene.add("Loket keliling", "LOKET")
    office = [person for place, person in enumerate(scene.town.people) if place % 2 == 0][:12]
    for person in office:
        person.placements.update(unit=scene.town.units["CAPIL"])
    scene.trained([*scene.staff[:10], *office[:3]])
    scene.publish()
    of = {row.service_id: row.figures["trained"] for row in PublishedResult.objects.all()}
    assert [row["people"] for row in of[counter.pk]] == [10]
    assert of[scene.service.pk] == []


def test_the_verdict_is_told_in_words_of_citizens_and_its_absence_too(scene: Scene, settings: Any) -> None:
    scene.answered(9, 2, date(2025, 3, 3))
    scene.answered(9, 3, date(2026, 3, 3))
    scene.publish()
    assert "cukup yakin" not in scene.page()
    settings.RENBINA_VERDICTS = f"{__name__}.judge"
    scene.publish(LATER)
    text = scene.page()
    for shown in (
        "cukup yakin",
        "+0,31",
        "tidak tampak hasil",
        "Seminar motivasi",
        "belum dapat disimpulkan",
        "belum dinilai",
    ):
        assert shown in text, shown


def test_promises_of_public_forums_count_once_their_minutes_are_public(scene: Scene) -> None:
    said = voice.Announcement("Forum", date(2026, 10, 6), "Aula", "Antrean", "Media")
    forum = voice.draft_forum(unit=scene.town.units["CAPIL"], said=said, **scene.who)
    forum = voice.announce_forum(forum=forum, on=DAY, **scene.who)
    voice.write_minutes(forum=forum, present=24, minutes="Dibahas.", on=DAY, **scene.who)
    owed = voice.Promise(scene.town.units["CAPIL"], "Janji forum", date(2026, 11, 1))
    voice.add_commitment(forum=forum, promise=owed, cause="tools", **scene.who)
    scene.publish()
    assert "Janji forum" not in scene.page()
    voice.publish_minutes(forum=forum, on=DAY, **scene.who)
    scene.publish(LATER)
    assert "Janji forum" in scene.page()
    assert reverse("voice:forum", args=[forum.public_id]) in scene.page()


def test_four_answers_are_told_as_not_shown(scene: Scene) -> None:
    scene.answered(4, 2, date(2026, 3, 3))
    scene.publish()
    text = scene.page()
    assert "50,00" not in text
    assert "4 jawaban" not in text
    assert "kurang dari lima" in text


def test_no_person_is_on_the_page(scene: Scene) -> None:
    scene.said(9)
    scene.trained(scene.staff[:9])
    scene.publish()
    text = scene.page() + Client().get(reverse("publication:results")).content.decode()
    people = Employee.objects.all()
    assert not [p.name for p in people if p.name in text or p.nip in text or p.public_id in text]


def test_only_those_who_keep_the_plan_publish(scene: Scene) -> None:
    for role in (Role.AUDITOR, Role.UNIT_OPERATOR, Role.APPROVER_PYB):
        with pytest.raises(Forbidden):
            publish_results(by=scene.town.actor(role), at=AT)
    client = Client()
    client.force_login(scene.town.users["auditor"])
    assert client.get(reverse("publication:publish")).status_code == 403
    client.force_login(scene.town.users["analyst"])
    assert client.post(reverse("publication:publish"), {"do": "results"}).status_code == 302
    assert client.post(reverse("publication:publish"), {"do": "figures"}).status_code == 422  # no plan is computed
    assert "Terakhir diterbitkan" in client.get(reverse("publication:publish")).content.decode()


def test_the_pages_are_light_cookieless_and_in_both_languages(scene: Scene) -> None:
    scene.said(9)
    scene.publish()
    for name, kwargs in (("results", {}), ("result", {"public_id": scene.service.public_id})):
        client = Client()
        client.cookies.clear()
        response = client.get(reverse(f"publication:{name}", kwargs=kwargs))
        assert not client.cookies
        assert b"<script>" not in response.content
        client.cookies["renbina_language"] = "en"
        english = client.get(reverse(f"publication:{name}", kwargs=kwargs)).content.decode()
        assert ("What you said" if kwargs else "Choose a service") in english
        build_folder = Path(typesetting.__file__).parent / "static" / "ui" / "build"
        if (build_folder / "app.css").exists():
            files = [response.content, *(build_folder.joinpath(n).read_bytes() for n in ("app.css", "app.js"))]
            assert sum(len(gzip.compress(each)) for each in files) <= 60 * 1024


def test_pages_and_publishing_cost_the_same_queries_at_two_sizes(scene: Scene) -> None:
    costs: dict[str, list[int]] = {}
    for size in (1, 12):
        for number in range(size):
            scene.add(f"Layanan {size} {number}", "CAPIL")
        scene.said(size * 6)
        scene.trained(scene.staff[: 5 + size])
        with CaptureQueriesContext(connection) as caught:
            scene.publish(AT + timedelta(days=size))
        costs.setdefault("publish", []).append(len(caught))
        one = reverse("publication:result", args=[scene.service.public_id])
        for url in (reverse("publication:results"), one):
            Client().get(url)
            with CaptureQueriesContext(connection) as caught:
                assert Client().get(url).status_code == 200
            costs.setdefault(url, []).append(len(caught))
    assert all(small == large for small, large in costs.values()), costs
    assert all(large <= 2 for url, (_small, large) in costs.items() if url != "publish"), costs


def test_the_room_that_judges_is_asked_as_the_product_is_set_up(scene: Scene, settings: Any) -> None:
    settings.RENBINA_VERDICTS = "renbina.config.verdicts.service_verdicts"
    scene.answered(9, 2, date(2025, 3, 3))
    scene.answered(9, 3, date(2026, 3, 3))
    scene.trained(scene.staff[:9])
    Target.objects.create(
        agency=scene.town.agency, programme=scene.town.agency.programmes.get(code="C02"), year=2026, kind="service",
        indicator="u7", baseline=2, goal=3, unit_of_measure="nilai", set_on=date(2026, 1, 5), set_by="Analis",
    )  # fmt: skip
    scene.publish()
    assert "belum dapat disimpulkan" in scene.page() or "belum dinilai" in scene.page()
