"""A small invented world for tests across rooms: one agency of 60 people with a computed plan, and a neighbour.

Loaded through the demonstration's own loader, so that it is as real as the product can make it; once a test module,
inside a transaction that is rolled back.
"""

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from renbina.accounts.models import User
from renbina.catalogue.models import Programme
from renbina.community.models import Note, Story
from renbina.competency.models import Gap, RaterLean
from renbina.config.demo.load import load_demonstration
from renbina.dashboards.actions import save_filter
from renbina.delivery.actions import NewBatch, open_batch
from renbina.delivery.models import Certificate, Registration
from renbina.evaluation.actions import NewFollowUp, record_finding, set_target
from renbina.evaluation.models import WorkReport
from renbina.foundation import clock
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.models import ImportBatch, Job
from renbina.organisation.actions import NewSubstitution, grant_role, link_user, name_substitute
from renbina.organisation.models import Agency, Employee, RoleGrant, Supervision, Unit
from renbina.performance.models import CheckIn, CoachingPlan, PeriodRating, RatingPeriod, Recognition
from renbina.planning.models import GoalCompetency, OpenedOffer, Plan
from renbina.publication.actions import publish_results
from renbina.voice import actions as voice
from renbina.voice.access import citizen
from tests.once import folder_of_the_run, made_once
from tests.photograph import Photograph, take
from tests.world_asked import campaigns, needs_sample

ROLES = (
    "anonymous",
    "analyst",
    "head_of_development",
    "approver",
    "auditor",
    "unit_operator",
    "operator_elsewhere",
    "superior",
    "superior_elsewhere",
    "employee",
    "administrator",
    "other_analyst",
)
GRANTED = {
    "analyst": Role.ANALYST,
    "head_of_development": Role.HEAD_OF_DEVELOPMENT,
    "approver": Role.APPROVER_PYB,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}
SIZE = 60
SEARCH = {"dual_passes": 30, "rounds": 2, "improvements": 10}  # a plan to walk through, not to judge
DAY = date(2026, 11, 23)


@dataclass
class World:
    """Users by role, sample objects by kind (public ids), and what must never leak."""

    agency: Agency
    neighbour: Agency
    users: dict[str, User]
    sample: dict[str, str]
    secrets: tuple[str, ...] = ()
    people: dict[str, Employee] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which that role is logged in."""
        client = Client()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        elif role != "anonymous":
            client.force_login(self.users[role])
        return client

    def log_everybody_in(self) -> None:
        """Once; each browser is handed its role's session."""
        self.sessions = {role: self.client(role).cookies[settings.SESSION_COOKIE_NAME].value for role in self.users}

    def told_by(self, response: HttpResponse) -> list[str]:
        """Secrets in an answer: a refusal names nothing of the object that it refuses."""
        text = response.content.decode()
        return [secret for secret in self.secrets if secret in text]


def build_world(folder: Path, *, size: int = SIZE) -> World:
    load_demonstration(size=size, folder=folder, say=lambda text: None, with_worker=False, search=SEARCH)
    agency, neighbour = Agency.objects.order_by("pk")
    plan = Plan.objects.get(agency=agency, current_run__isnull=False)
    world = World(agency=agency, neighbour=neighbour, users={}, sample={})
    at = clock.now()
    for role, granted in GRANTED.items():
        world.users[role] = _user(role)
        _grant(world.users[role], agency, granted, None, at)
    world.users["other_analyst"] = _user("other_analyst")
    _grant(world.users["other_analyst"], neighbour, Role.ANALYST, None, at)
    link = Supervision.objects.filter(
        employee__agency=agency, relation="rater", valid_to__isnull=True, employee__user__isnull=True,
        superior__user__isnull=True,
    ).select_related("employee", "superior").order_by("employee__nip").first()  # fmt: skip
    assert link is not None, "the small city has nobody with a superior"
    subject, superior = link.employee, link.superior
    home = Unit.objects.get(path=subject.placements.get(valid_to__isnull=True).unit.path[: Unit.steplen])
    elsewhere = Unit.objects.filter(agency=agency, depth=1).exclude(pk=home.pk).order_by("path")
    outsider = (
        Employee.objects.filter(agency=agency, user__isnull=True, subordinations__isnull=True)
        .exclude(placements__unit__path__startswith=home.path).exclude(pk=subject.pk).order_by("nip").first()
    )  # fmt: skip
    assert outsider is not None
    other_superior = (
        Supervision.objects.filter(superior__agency=agency, superior__user__isnull=True, valid_to__isnull=True)
        .exclude(superior__in=[superior, subject]).exclude(employee=subject)
        .exclude(superior__subordinations__employee=subject).select_related("superior").order_by("superior__nip").first()
    )  # fmt: skip
    assert other_superior is not None
    world.people = {"subject": subject, "superior": superior, "outsider": outsider}
    world.units = {"home": home}
    for role, person in (
        ("superior", superior),
        ("superior_elsewhere", other_superior.superior),
        ("employee", outsider),
    ):
        world.users[role] = _user(role)
        link_user(employee=person, user=world.users[role], by=Actor.system(agency.pk, "test"), at=at)
    for role, unit in (("unit_operator", home), ("operator_elsewhere", elsewhere.first())):
        world.users[role] = _user(role)
        _grant(world.users[role], agency, Role.UNIT_OPERATOR, unit, at)
    run = plan.current_run
    assert run is not None
    row = run.rows.exclude(programme=None).order_by("pk").first()
    programme = row.programme if row else Programme.objects.filter(agency=agency).order_by("code").first()
    assert programme is not None
    batch = ImportBatch.objects.filter(agency_id=agency.pk).order_by("-pk").first()
    job = Job.objects.filter(agency_id=agency.pk).order_by("-pk").first()
    assert batch is not None
    assert job is not None
    service = voice.add_service(unit=home, name="Layanan dunia uji", by=Actor.system(agency.pk, "test"), at=at)
    point = voice.add_point(
        service=service, name="Loket uji", since=date(2026, 1, 1), by=Actor.system(agency.pk, "test"), at=at
    )
    said = voice.submit_feedback(
        point=point, scores={"u1": 3}, text="Kata warga dunia uji", token="dunia uji", on=DAY, by=citizen(service),
        at=at,
    )  # fmt: skip
    forum = voice.draft_forum(
        unit=home, said=voice.Announcement("Forum dunia uji", date(2026, 12, 10), "Aula", "Antrean", "Media"),
        by=Actor.system(agency.pk, "test"), at=at,
    )  # fmt: skip
    voice.announce_forum(forum=forum, on=DAY, by=Actor.system(agency.pk, "test"), at=at)
    publish_results(by=Actor.system(agency.pk, "test"), at=at)
    world.sample = {
        "forum": forum.public_id,
        "service": service.public_id,
        "point": point.public_id,
        "feedback": said.feedback.public_id,
        "plan": plan.public_id,
        "programme": programme.public_id,
        "employee": subject.public_id,
        "saved": _saved_filter(world, at),
        "holder": world.users["unit_operator"].public_id,
        "grant": RoleGrant.objects.get(user=world.users["unit_operator"]).public_id,
        "unit": home.public_id,
        "batch": batch.public_id,
        "job": job.public_id,
        "import_kind": "roster",
        "shape": "csv",
        "uidb36": "1",
        "key": "set-password",
    }
    world.sample |= campaigns(world, DAY, at)
    world.sample |= _class_sample(plan, subject, at)
    world.sample |= _evaluation(plan, programme, subject, at)
    world.sample |= _shared(subject, programme, at)
    world.sample |= _performance_sample(world, at)
    world.sample |= _goal_sample(world)
    world.sample |= needs_sample(world, plan.year, DAY, at)
    letter = NewSubstitution(superior, outsider, "plh", DAY + timedelta(days=30), None, "800/1", DAY, "Cuti")
    named = name_substitute(new=letter, by=Actor.system(agency.pk, "test"), at=at)
    world.sample |= {"substitution": named.public_id, "unit_event": "nama"}
    world.secrets = (
        subject.name,
        subject.nip,
        programme.name,
        batch.file_name,
        "Kata warga dunia uji",
        "Sasaran dunia uji",
        "Kata pegawai dunia uji",
        "Usulan dunia uji",
        "Masalah dunia uji",
    )
    return world


def _saved_filter(world: World, at: datetime) -> str:
    """A choice of employees that the analyst keeps."""
    user = world.users["analyst"]
    by = Actor(user.pk, world.agency.pk, None, "test", frozenset({Grant(Role.ANALYST)}))
    saved = save_filter(name="Pilihan dunia uji", query="status=active", shared=False, by=by, at=at)
    public_id: str = saved.public_id
    return public_id


def _class_sample(plan: Plan, subject: Employee, at: datetime) -> dict[str, str]:
    """An open class of the plan to which the subject is invited, with two sessions, and a certificate of theirs."""
    Plan.objects.filter(pk=plan.pk, approved_run=None).update(approved_run=plan.current_run, status="approved")
    plan.refresh_from_db()
    row = OpenedOffer.objects.filter(run=plan.current_run).order_by("pk").select_related("offer__programme").first()
    assert row is not None
    start = datetime(plan.year, 6, 7, 1, tzinfo=UTC)
    sessions = tuple((start + timedelta(days=n), start + timedelta(days=n, hours=8)) for n in range(2))
    new = NewBatch("Aula", "Pengajar Uji", 1, sessions, start.date(), invite=0)
    batch = open_batch(plan=plan, offer=row.offer, new=new, by=Actor.system(plan.agency_id, "test"), at=at)
    registration = Registration.objects.create(batch=batch, employee=subject, invited_at=at)
    certificate = Certificate.objects.create(
        agency_id=plan.agency_id, registration=registration, number="001/UJI", name=subject.full_name,
        programme_name="Program Uji", hours=8, started_on=start.date(), ended_on=start.date(), issued_at=at,
    )  # fmt: skip
    report = WorkReport.objects.create(
        agency_id=plan.agency_id, registration=registration, state="sent", asked_on=at.date(), due_on=at.date(),
        sent_at=at, before="a", now="b",
    )  # fmt: skip
    return {
        "offer": row.offer.public_id,
        "report": report.public_id,
        "class": batch.public_id,
        "session": batch.sessions.order_by("starts_at").first().public_id,  # type: ignore[union-attr]  # just made
        "registration": registration.public_id,
        "certificate": certificate.public_id,
    }


def _shared(subject: Employee, programme: Programme, at: datetime) -> dict[str, str]:
    """A note and a story of the subject, which everybody of the agency reads."""
    told = {"agency": subject.agency, "author": subject, "programme": programme, "title": "Catatan dunia uji"}
    note = Note.objects.create(learnt="Isi", written_at=at, **told)
    story = Story.objects.create(before="a", now="b", proof="c", effect="d", shared_at=at, **told)
    return {"note": note.public_id, "story": story.public_id}


def _evaluation(plan: Plan, programme: Programme, subject: Employee, at: datetime) -> dict[str, str]:
    """A target of the sample's programme, and a finding that the subject's own unit follows up."""
    by, unit = Actor.system(plan.agency_id, "test"), subject.placements.get(valid_to__isnull=True).unit
    set_target(programme=programme, year=plan.year, kind="score", indicator="", baseline=50, goal=70, by=by, at=at)
    finding = record_finding(
        programme=programme, year=plan.year, kind="method", text="Caranya belum cocok", by=by, at=at,
        follow_up=NewFollowUp("Ganti cara", unit, DAY),
    )  # fmt: skip
    todo = finding.follow_ups.get()
    return {"year": str(plan.year), "finding": finding.public_id, "follow_up": todo.public_id}


def _performance_sample(world: World, at: datetime) -> dict[str, str]:
    """A predicate of the subject in the open period, a coaching plan of theirs, and a nomination by the superior."""
    subject, superior = world.people["subject"], world.people["superior"]
    period = RatingPeriod.objects.get(agency=world.agency, closed_at=None)
    written = {"result": "meets", "behaviour": "meets", "predicate": "good", "reason": "Dasar dunia uji"}
    rating, _made = PeriodRating.objects.update_or_create(
        employee=subject, period=period, defaults=written | {"rater": superior, "rated_at": at}
    )
    CoachingPlan.objects.filter(employee=subject).delete()
    plan = CoachingPlan.objects.create(
        employee=subject, year=2025, predicate="poor", written_by=superior, goals="Sasaran dunia uji",
        actions="Tindakan dunia uji", starts_on=DAY, ends_on=DAY + timedelta(days=90),
    )  # fmt: skip
    check_in = CheckIn.objects.create(plan=plan, due_on=DAY + timedelta(days=14))
    Recognition.objects.filter(employee=subject).delete()
    award = Recognition.objects.create(
        agency=world.agency, employee=subject, year=DAY.year, criterion="service", evidence="Bukti dunia uji",
        nominated_by=superior, nominated_name=superior.name, nominated_at=at,
    )  # fmt: skip
    asked = Gap.objects.filter(employee=subject).select_related("competency").order_by("pk").first()
    assert asked is not None, "the subject's position asks for nothing"
    lean = RaterLean.objects.filter(agency=world.agency, rater__isnull=False).order_by("pk").first()
    assert lean is not None, "no superior of the small city has rated anybody"
    return {
        "asked": asked.competency.public_id,
        "position": subject.placements.get(valid_to__isnull=True).position.public_id,
        "class_level": "executive",
        "lean": lean.public_id,
        "period": period.public_id,
        "rating": rating.public_id,
        "coaching": plan.public_id,
        "check_in": check_in.public_id,
        "award": award.public_id,
    }


def _goal_sample(world: World) -> dict[str, str]:
    """A goal that asks for a competency and is measured, on which no row of a plan stands."""
    link = GoalCompetency.objects.filter(goal__agency=world.agency, goal__text__contains="digital yang aman").get()
    return {
        "goal": link.goal.public_id,
        "goal_competency": link.public_id,
        "indicator": link.goal.indicators.get().public_id,
    }


def _user(name: str) -> User:
    return User.objects.create_user(
        username=f"test_{name}", password="sandi-uji-yang-panjang", display_name=f"Uji {name}"
    )


def _grant(user: User, agency: Agency, role: Role, unit: Unit | None, at: object) -> RoleGrant:
    grant: RoleGrant = grant_role(
        user=user, agency=agency, role=role, unit=unit, since=date(2024, 1, 1),
        by=Actor.system(agency.pk, "test"), at=at,
    )  # fmt: skip
    return grant


def _counted() -> None:
    """Tell PostgreSQL how many rows there are: rows that were never committed are counted by nobody in the background,
    and a page that joins them as if there were none took ten minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@pytest.fixture(scope="session")
def world_photograph(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Photograph, Path]:
    """The world's rows, built by the first worker that wants them, and an own copy of the folder with its files."""
    shared = folder_of_the_run(tmp_path_factory)

    def build(file: Path) -> None:
        folder = shared / "world"
        shutil.rmtree(folder, ignore_errors=True)  # of a worker that died over it
        folder.mkdir()
        files, frozen = settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON
        settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = folder / "files", DAY
        with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
            taken = take(lambda: build_world(folder))
        settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = files, frozen
        file.write_bytes(pickle.dumps(taken))

    taken = pickle.loads(made_once(shared / "world.pickle", build).read_bytes())  # noqa: S301 - pickled by this run
    own = tmp_path_factory.mktemp("world") / "own"
    shutil.copytree(shared / "world", own)
    return taken, own


@pytest.fixture(scope="module")
def world(world_photograph: tuple[Photograph, Path], django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Put in place once for the module; each test adds its own savepoint on top."""
    taken, folder = world_photograph
    files, frozen = settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON
    settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = folder / "files", DAY
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        outer = transaction.atomic()
        outer.__enter__()
        try:
            built: World = taken.put_back()
            built.log_everybody_in()
            connection.check_constraints()  # once here; else PostgreSQL checks every deferred key again in every test
            _counted()
            yield built
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
    settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = files, frozen
