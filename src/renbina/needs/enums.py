"""Choices of needs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceSource(TextChoices):
    VOICE = "voice", _("Citizens' voice")
    STRATEGY = "strategy", _("Strategy of the agency")
    PERFORMANCE = "performance", _("Performance")
    EVALUATION = "evaluation", _("Evaluation")
    SURVEY = "survey", _("Survey")
    INTERVIEW = "interview", _("Interviews")
    PROPOSAL = "proposal", _("Proposals")


class ProposalStatus(TextChoices):
    """What became of a proposal."""

    NEW = "new", _("Not yet decided")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Merged with another")
    DECLINED = "declined", _("Turned down")


class ProposalOrigin(TextChoices):
    """How a proposal came."""

    FILE = "file", _("From a file")
    UNIT = "unit", _("From the unit")
    EMPLOYEE = "employee", _("From an employee")


class Stage(TextChoices):
    """The seven stages of a needs analysis (AKPK), in their order."""

    COLLECT = "collect", _("Collecting data and information")
    INVENTORY = "inventory", _("Inventory")
    VERIFY = "verify", _("Verification")
    VALIDATE = "validate", _("Validation")
    ENTER = "enter", _("Entering the data")
    VERIFY_AGAIN = "verify_again", _("Further verification")
    MEET = "meet", _("Meetings with each unit")


class StageOwner(TextChoices):
    """Roles that may answer for a stage; the names are those of the roles."""

    ANALYST = "analyst", _("Needs team")
    HEAD_OF_DEVELOPMENT = "head_of_development", _("Head of competency development")
    UNIT_OPERATOR = "unit_operator", _("Operators of all units")


class InterviewKind(TextChoices):
    INTERVIEW = "interview", _("Interview")
    FGD = "fgd", _("Group discussion (FGD)")


class NeedCause(TextChoices):
    """Why the work does not go well. Only the first is cured by training."""

    COMPETENCE = "competence", _("Competence")
    PROCEDURE = "procedure", _("Procedure (SOP)")
    STAFFING = "staffing", _("Number of staff")
    TOOLS = "tools", _("Tools")
    INFRASTRUCTURE = "infrastructure", _("Network and place")
    MOTIVE = "motive", _("Motive and feedback")
    RULE = "rule", _("Regulation")


class GateVerdict(TextChoices):
    TRAINING = "training", _("Training is the answer")
    PARTLY = "partly", _("Training is a part of the answer")
    NOT_TRAINING = "not_training", _("Training is not the answer")


class Asked(TextChoices):
    """Who answered the questions of a gate."""

    SUPERIOR = "superior", _("Superiors")
    EMPLOYEE = "employee", _("Employees")
    RECORDS = "records", _("Records")


class StudyKind(TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    REGULATION = "regulation", _("Law or regulation")
