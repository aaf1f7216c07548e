"""Choices of planning."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NAMED: Final = "nomination:"
"""Before the code of a programme: stands in a problem where a competency would, so that being named is worth something.
It is no competency, and no figure counts it."""


class GoalLevel(TextChoices):
    MISSION = "mission", _("Mission (RPJMD)")
    STRATEGIC_GOAL = "strategic_goal", _("Strategic goal (Renstra)")
    PROGRAMME = "programme", _("Programme")


GOAL_LEVELS: Final = (GoalLevel.MISSION, GoalLevel.STRATEGIC_GOAL, GoalLevel.PROGRAMME)
"""The highest first: a goal serves one of a higher level."""


class Stage(TextChoices):
    INDICATIVE = "indicative", _("Indicative ceiling")
    DEFINITIVE = "definitive", _("Definitive ceiling")
    REVISED = "revised", _("Revised budget")


class PlanStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Put forward for a decision")
    ENDORSED = "endorsed", _("Agreed, not yet set")
    APPROVED = "approved", _("Set by decree")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class Step(TextChoices):
    """A step of a plan on its way to a decree, as binacore.approval names it."""

    PROPOSE = "propose", _("Put forward")
    WITHDRAW = "withdraw", _("Taken back")
    ENDORSE = "endorse", _("Agreed")
    SEND_BACK = "send_back", _("Sent back")
    SET = "set", _("Set by decree")


class ActivityKind(TextChoices):
    PROGRAMME = "programme", _("Attending a programme")
    PERFORMANCE_DIALOGUE = "performance_dialogue", _("Performance dialogue")
    COACHING_PLAN = "coaching_plan", _("Coaching plan")
    MENTORING = "mentoring", _("Mentoring")
    RECOGNITION = "recognition", _("Recognition")
    DISCIPLINE = "discipline", _("Discipline")
    KNOWLEDGE_SHARING = "knowledge_sharing", _("Knowledge sharing")
    PUBLIC_FORUM = "public_forum", _("Public forum")


class RunStatus(TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Computing")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class RunFailure(TextChoices):
    """Why a run brought no plan: stored as a code, said as a sentence; the details are in the log."""

    PREREQUISITES = (
        "prerequisites",
        _("Some programmes are each other's condition in a circle, so none can come first."),
    )
    DATA = "data", _("The stored data contradict each other. The log of this installation names the rows.")
    INTERRUPTED = "interrupted", _("The work was interrupted several times and given up.")
    ERROR = "error", _("An unexpected error stopped the work. The log of this installation holds the details.")


class CalendarEffect(TextChoices):
    CLOSED = "closed", _("Nobody leaves")
    FREE = "free", _("Everybody may leave")
    KEEP = "keep", _("Some must stay")
