"""What the worker can do: kind of job -> the action that does it."""

from django.utils.translation import gettext_lazy as _

from renbina.competency.actions import run_refresh
from renbina.foundation.imports import job as import_job
from renbina.foundation.queue import JobKind
from renbina.planning import actions as planning

JOBS: dict[str, JobKind] = {
    **import_job.JOBS,
    "competency.refresh_gaps": JobKind(
        run=run_refresh, label=_("Compute the competency gaps"), stages={"gaps": _("Comparing levels with standards")}
    ),
    planning.KIND: JobKind(
        run=planning.compute_run,
        label=_("Put the plan together"),
        result_url=planning.result_url,
        way_back=planning.way_back,
        stages=planning.STAGES,
        max_attempts=2,
    ),
}
