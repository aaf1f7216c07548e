"""Leases, fences, retries, parking."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils.translation import override
from tests.rooms.foundation.people import AT

from renbina.foundation import jobs, queue
from renbina.foundation.actor import Actor
from renbina.foundation.clock import real_now
from renbina.foundation.models import AuditHead, Job


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    with override_settings(RENBINA_JOBS="tests.rooms.foundation.people.JOBS"):
        yield


def later(job: Job, **values: object) -> Job:
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def test_a_queued_job_runs_and_keeps_its_result(analyst: Actor) -> None:
    job = queue.enqueue("count", {"number": 4}, by=analyst, at=AT)
    assert queue.drain() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.progress, job.requested_at) == ("done", {"seen": 4}, 1, AT)


def test_an_unknown_kind_is_refused_at_once(analyst: Actor) -> None:
    with pytest.raises(LookupError, match=r"config/jobs\.py"):
        queue.enqueue("nothing", {}, by=analyst, at=AT)


def test_the_same_key_is_the_same_job(analyst: Actor, other_analyst: Actor) -> None:
    first = queue.enqueue("count", {"number": 1}, by=analyst, at=AT, idempotency_key="k")
    assert queue.enqueue("count", {"number": 1}, by=analyst, at=AT, idempotency_key="k") == first
    assert queue.enqueue("count", {"number": 1}, by=other_analyst, at=AT, idempotency_key="k") != first


def test_a_failed_job_frees_its_key(analyst: Actor) -> None:
    first = queue.enqueue("count", {"number": 1}, by=analyst, at=AT, idempotency_key="k")
    later(first, state="failed")
    assert queue.enqueue("count", {"number": 1}, by=analyst, at=AT, idempotency_key="k") != first


def test_a_claimed_job_is_not_claimed_again(analyst: Actor) -> None:
    queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    assert queue.claim() is not None
    assert queue.claim() is None


def test_an_abandoned_job_is_taken_up_after_its_lease(analyst: Actor) -> None:
    queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    first = queue.claim()
    assert first is not None
    later(first, lease_until=real_now() - timedelta(seconds=1))
    second = queue.claim()
    assert second is not None
    assert (second.pk, second.fence) == (first.pk, first.fence + 1)


def test_a_late_worker_stores_nothing(analyst: Actor) -> None:
    queue.enqueue("store", {"number": 5}, by=analyst, at=AT)
    late = queue.claim(timedelta(seconds=-1))
    taken_over = queue.claim()
    assert late is not None
    assert taken_over is not None
    assert queue.execute(late) is False
    assert not AuditHead.objects.filter(pk=77).exists()
    assert queue.execute(taken_over) is True
    assert AuditHead.objects.get(pk=77).sequence == 5


def test_a_late_worker_cannot_renew(analyst: Actor) -> None:
    queue.enqueue("count", {"number": 5}, by=analyst, at=AT)
    late = queue.claim(timedelta(seconds=-1))
    assert late is not None
    assert queue.claim() is not None
    assert queue.renew(late) is False


def test_a_failing_job_waits_longer_each_time_and_is_parked_with_its_reason(analyst: Actor) -> None:
    job = queue.enqueue("fail", {}, by=analyst, at=AT)
    waits = []
    for _ in range(2):
        queue.drain()
        job.refresh_from_db()
        assert job.state == "queued"
        waits.append(job.run_after - real_now())
        later(job, run_after=real_now())
    queue.drain()
    job.refresh_from_db()
    assert waits[1] > waits[0] > timedelta(0)
    assert (job.state, job.attempts, job.failure) == ("failed", 3, "ValueError: kabel putus")


def test_other_jobs_run_while_one_fails(analyst: Actor) -> None:
    queue.enqueue("fail", {}, by=analyst, at=AT)
    good = queue.enqueue("count", {"number": 2}, by=analyst, at=AT)
    queue.drain()
    good.refresh_from_db()
    assert good.state == "done"


def test_a_job_that_kills_its_workers_is_parked(analyst: Actor) -> None:
    job = queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    for _ in range(3):
        assert queue.claim(timedelta(seconds=-1)) is not None
    assert queue.claim() is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert "3 times" in job.failure


def test_a_failed_attempt_leaves_no_progress_behind(analyst: Actor) -> None:
    job = later(queue.enqueue("fail", {}, by=analyst, at=AT), stage="half", progress=0.5)
    queue.drain()
    job.refresh_from_db()
    assert (job.state, job.stage, job.progress) == ("queued", "", 0)


def test_a_job_that_fails_after_it_was_told_to_stop_is_not_tried_again(analyst: Actor) -> None:
    queue.enqueue("fail", {}, by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    queue.cancel(job)
    queue.execute(job)
    job.refresh_from_db()
    assert job.state == "cancelled"


FAILED_1, FAILED_2 = (f"Attempt {n} of 3 did not reach its end. The next one begins" for n in (1, 2))


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({"state": "queued"}, "Waiting for its turn"),
        ({"state": "queued", "attempts": 1, "wait": 40}, f"{FAILED_1} in 40 seconds."),
        ({"state": "queued", "attempts": 2, "wait": 120}, f"{FAILED_2} in 2 minutes."),
        ({"state": "queued", "attempts": 2}, f"{FAILED_2} as soon as a worker is free."),
        ({"state": "running", "attempts": 1, "lease": 60}, "Working"),
        ({"state": "running", "attempts": 2, "lease": 60}, "Working (attempt 2 of 3)"),
        ({"state": "running", "attempts": 1, "lease": -1}, f"{FAILED_1} as soon as a worker is free."),
    ],
)
def test_the_page_says_which_attempt_it_is_and_when_the_next_begins(
    analyst: Actor, stored: dict[str, Any], told: str
) -> None:
    now = real_now()
    job = queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    job.state, job.attempts = stored["state"], stored.get("attempts", 0)
    job.run_after = now + timedelta(seconds=stored.get("wait", 0))
    job.lease_until = now + timedelta(seconds=stored["lease"]) if "lease" in stored else None
    with override("en"):
        page = jobs.page_of(job)
    assert (page.message, page.failed) == (told, False)


def test_a_waiting_job_is_cancelled_at_once(analyst: Actor) -> None:
    job = queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    queue.cancel(job)
    job.refresh_from_db()
    assert (job.state, queue.drain()) == ("cancelled", 0)


def test_a_running_job_sees_that_it_should_stop(analyst: Actor) -> None:
    queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    context = queue.JobContext(job)
    assert not context.cancelled()
    queue.cancel(job)
    assert context.cancelled()


def test_the_actor_of_a_job_is_bound_to_its_agency(analyst: Actor) -> None:
    queue.enqueue("count", {"number": 1}, by=analyst, at=AT)
    job = queue.claim()
    assert job is not None
    actor = queue.JobContext(job).actor
    assert (actor.agency_id, actor.is_system, actor.label) == (analyst.agency_id, True, "Analis")
