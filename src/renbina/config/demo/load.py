"""Fills an empty database with the invented city and its neighbour, as an agency would: by importer and actions."""

import secrets
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import override

from binacity.export import write_corrected_xlsx, write_siasn_xlsx
from binacity.generate import generate, generate_neighbour
from binacity.records import City, LoginRecord
from renbina.accounts.actions import create_user, set_password
from renbina.accounts.models import User
from renbina.config.demo import (
    appraisal,
    classes,
    dictionary,
    evaluation,
    facts,
    forums,
    needs,
    past,
    plans,
    questionnaires,
    reference,
    sharing,
    voice,
)
from renbina.config.demo.decree import set_by_decree
from renbina.config.demo.keys import SET_UP, Keys
from renbina.config.demo.supervisor import worker_command
from renbina.dashboards.actions import redraw
from renbina.foundation import clock, queue
from renbina.foundation.actor import Actor
from renbina.foundation.imports.actions import apply_batch, upload_file
from renbina.foundation.models import ImportBatch, Job
from renbina.organisation.actions import grant_role, link_user
from renbina.organisation.models import Employee, RoleGrant, Unit
from renbina.planning.actions import STAGES, request_run
from renbina.planning.enums import Stage
from renbina.planning.models import Plan, Run
from renbina.publication.actions import publish_figures, publish_results
from renbina.rulebook.actions import override_rule

Say = Callable[[str], None]
STANDARDS_SINCE = date(2024, 1, 1)
PPPK_TARGET, PPPK_TARGET_SINCE = 20, date(2025, 1, 1)
PPPK_DECISION = "Keputusan Kepala BKPSDM 800/17/2025: sasaran 20 JP setahun juga bagi PPPK"
FROM_FACTS = {"employee", "superior"}  # these rights follow from who works for whom, not from a grant


class RosterIncomplete(Exception):
    """People of the city are missing after the import; the demonstration would lie."""


@dataclass(frozen=True, slots=True)
class Login:
    """A login with the password drawn for it; printed once, stored only as a hash."""

    title: str
    username: str
    password: str


def draw_password() -> str:
    """Four groups of four letters and digits: 77 bits, easy to type."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def load_demonstration(
    *,
    size: int | None,
    folder: Path,
    say: Say,
    with_worker: bool = True,
    before_plan: Callable[[], object] = lambda: None,
    search: Mapping[str, Any] | None = None,
) -> list[Login]:
    """Everything up to a computed plan.

    with_worker: compute in real worker processes, showing their progress, and beside the plan also the proposal of the
    spring, so that the two can be compared. before_plan: waited for just before. search: settings of the planner
    (`SolveParams`) for a plan computed without workers; without them it searches as its size deserves.
    """
    at = clock.now()
    with _step(say, "Inventing the city"):
        city = generate(size=size)
        neighbour = generate_neighbour()
    keys, plan = load_city(city, folder=folder, at=at, say=say)
    with _step(say, f"Loading the neighbour, {neighbour.agency.short_name}"):
        other, _ = load_city(neighbour, folder=folder, at=at, say=lambda text: None)
    logins = [*make_logins(city, keys, at=at), *make_logins(neighbour, other, at=at)]
    by = Actor.system(keys.agency.pk, SET_UP)
    with _step(say, "Waiting for the planner to be ready"):
        before_plan()
    if with_worker:
        proposal = Plan.objects.get(agency=keys.agency, year=plan.year, stage=Stage.INDICATIVE)
        wanted = (("proposal", proposal), ("plan", plan))
        jobs = {words: request_run(plan=each, by=by, at=clock.now()).job_public_id for words, each in wanted}
        _work_visibly(jobs, say)
    else:
        request_run(plan=plan, parameters={"search": search or {}}, by=by, at=at)
        queue.drain()
    set_by_decree(plan, at=clock.now())
    publish_figures(by=by, at=at)
    publish_results(by=by, at=at)
    for agency in (keys.agency, other.agency):  # the first visitor need not wait for the worker to hear of the plan
        redraw(by=Actor.system(agency.pk, SET_UP), at=at)
    return logins


def load_city(city: City, *, folder: Path, at: datetime, say: Say) -> tuple[Keys, Plan]:
    """One agency, without logins and without a computed plan."""
    with _step(say, f"Setting up {city.agency.short_name}: units, positions, competencies, programmes"):
        keys = reference.load_agency(city, at=at)
        by = Actor.system(keys.agency.pk, SET_UP)
        dictionary.load_dictionary_and_standards(city, keys, since=STANDARDS_SINCE, by=by, at=at)
        reference.load_programmes(city, keys, by=by, at=at)
        override_rule(
            agency=keys.agency,
            rule_id="learning.pppk_target_hours",
            since=PPPK_TARGET_SINCE,
            value=PPPK_TARGET,
            decision=PPPK_DECISION,
            by=by,
            at=at,
        )
    with _step(say, f"Importing the roster of {len(city.employees):,} people from a SIASN export"):
        load_roster(city, keys, folder=folder, by=by, at=at)
    with _step(say, "Loading superiors, assessments, learning and performance of 2025 and 2026"):
        facts.load_superiors(city, keys, by=by, at=at)
        past.load_people(city, keys, by=by, at=at)
        facts.load_assessments(city, keys, by=by, at=at)
        facts.load_history_of_people(city, keys, by=by, at=at)
    with _step(say, "Loading what citizens said in 2025 and 2026"):
        voice.load_voice(city, keys, by=by, at=at)
        forums.load_forums(city, keys, by=by, at=at)
    with _step(say, "Loading predicates by period, coaching plans and nominations"):
        appraisal.load_appraisal(city, keys, by=by, at=at)
    with _step(say, "Loading evidence, goals, budget and the plans of three years"):
        facts.load_needs(city, keys, by=by, at=at)
        plans.load_money(city, keys, by=by, at=at)
        plan = plans.load_years(city, keys, by=by, at=at)
    with _step(say, "Loading the needs analysis: talks, proposals, gates and studies"):
        needs.load_needs_analysis(city, keys, by=by, at=at)
    with _step(say, "Loading the classes of 2025 and 2026"):
        classes.load(city, keys, by=by, at=at)
    with _step(say, "Loading what became of them: targets, reactions, scores, findings"):
        evaluation.load(city, keys, by=by, at=at)
    with _step(say, "Loading what the staff answered: needs, and the pulse of the climate"):
        questionnaires.load(city, keys, by=by, at=at)
    with _step(say, "Loading notes, experts, work-change reports and stories"):
        sharing.load(city, keys, by=by, at=at)
    with _step(say, "Collecting evidence of needs"):
        facts.collect_needs(city, by=by, at=at)
    return keys, plan


def load_roster(city: City, keys: Keys, *, folder: Path, by: Actor, at: datetime) -> None:
    """As an analyst does: import the export, correct what was held, import again; the next export already waits."""
    name = city.agency.short_name.lower().replace(" ", "-")
    defective, repaired = folder / f"ekspor-siasn-{name}.xlsx", folder / f"ekspor-siasn-{name}-dikoreksi.xlsx"
    write_siasn_xlsx(city, defective)
    write_corrected_xlsx(city, repaired)
    before = at - timedelta(days=21)
    _import(defective, "Ekspor SIASN 1 November 2026.xlsx", apply=True, by=by, at=before)
    _import(repaired, "Ekspor SIASN dikoreksi 2 November 2026.xlsx", apply=True, by=by, at=before + timedelta(days=1))
    by_nip = {employee.nip: employee for employee in Employee.objects.filter(agency=keys.agency)}
    keys.employees = {person.key: by_nip[person.true_nip] for person in city.employees if person.true_nip in by_nip}
    lost = [person.key for person in city.employees if person.key not in keys.employees]
    if lost:
        raise RosterIncomplete(f"{len(lost)} people were not imported, the first of them {lost[:5]}")
    if city.defects:
        _import(defective, "Ekspor SIASN 20 November 2026.xlsx", apply=False, by=by, at=at)


def _import(path: Path, name: str, *, apply: bool, by: Actor, at: datetime) -> None:
    with path.open("rb") as stream:
        job = upload_file(kind="roster", name=name, chunks=iter(lambda: stream.read(1 << 16), b""), by=by, at=at)
    queue.drain()
    batch = ImportBatch.objects.get(public_id=job.payload["batch"])
    if batch.state != ImportBatch.State.STAGED:
        raise RosterIncomplete(f"{name} was not taken: {batch.refusal or batch.state}")
    if apply:
        apply_batch(batch=batch, by=by, at=at)


def make_logins(city: City, keys: Keys, *, at: datetime) -> list[Login]:
    return [_make_login(record, city, keys, at=at) for record in city.logins]


def _make_login(record: LoginRecord, city: City, keys: Keys, *, at: datetime) -> Login:
    by = Actor.system(keys.agency.pk, SET_UP)
    password = draw_password()
    employee = keys.employees.get(record.employee or "")
    shown = employee.full_name if employee else record.title
    user = create_user(username=record.username, display_name=shown, password=password, by=by, at=at)
    if employee:
        link_user(employee=employee, user=user, by=by, at=at)
    if record.role not in FROM_FACTS:
        unit = _department(city, keys, record.unit) if record.unit and record.role == "unit_operator" else None
        grant_role(user=user, agency=keys.agency, role=record.role, unit=unit, since=STANDARDS_SINCE, by=by, at=at)
    return Login(f"{record.title} ({city.agency.short_name})", record.username, password)


def _department(city: City, keys: Keys, key: str) -> Unit:
    """The perangkat daerah above a unit: its operator sits in one section and looks after the whole."""
    parents = {unit.key: unit.parent for unit in city.units}
    while parent := parents[key]:
        key = parent
    return keys.units[key]


def draw_new_passwords() -> list[tuple[str, str, str]]:
    """New passwords for every demonstration login: (who, user name, password)."""
    at = clock.now()
    drawn = []
    for user in User.objects.order_by("pk"):
        agency_id = _agency_of(user)
        password = draw_password()
        set_password(user=user, password=password, by=Actor.system(agency_id, SET_UP), at=at)
        drawn.append((str(user), user.username, password))
    return drawn


def _agency_of(user: User) -> int | None:
    grant = RoleGrant.objects.filter(user=user).order_by("pk").first()
    employee = Employee.objects.filter(user=user).first()
    return grant.agency_id if grant else (employee.agency_id if employee else None)


def _work_visibly(jobs: Mapping[str, str], say: Say) -> None:
    """A plan is a job like any other: worker processes, one for each, compute them while the progress is shown here."""
    workers = [subprocess.Popen(worker_command()) for _ in jobs]
    try:
        for words, job_id in jobs.items():
            _show_until_done(job_id, words, workers, say)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def _show_until_done(job_id: str, words: str, workers: Sequence[subprocess.Popen[bytes]], say: Say) -> None:
    shown = ""
    while True:
        job = Job.objects.get(public_id=job_id)
        line = f"  Computing the {words}: {job.progress:4.0%} {_stage_words(job.stage)}"
        if line != shown and job.state == Job.State.RUNNING:
            say(line)
            shown = line
        if job.state not in {Job.State.QUEUED, Job.State.RUNNING}:
            break
        if any(worker.poll() is not None for worker in workers):
            raise RosterIncomplete(f"a worker ended before the {words} was computed; see its message above")
        time.sleep(0.5)
    run = Run.objects.get(job_public_id=job_id)
    if job.state != Job.State.DONE:
        raise RosterIncomplete(f"the {words} was not computed: {job.failure or run.failure}")
    proof = f"objective {run.objective:,.1f}, bound {run.bound:,.1f}, gap {run.gap or 0:.2%}"
    say(f"  {words.capitalize()} ready: {proof}, {run.seconds:.0f} s")


def _stage_words(stage: str) -> str:
    """What the page would say, in the language of these messages."""
    with override("en"):
        return str(STAGES[stage]) if stage in STAGES else "Working"


class _step:  # noqa: N801 - reads as a verb in a with statement
    """Says what is being done and how long it took."""

    def __init__(self, say: Say, text: str) -> None:
        self.say, self.text = say, text

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self.say(f"  {self.text}: {time.monotonic() - self.began:.1f} s")
