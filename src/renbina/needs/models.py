"""Evidence that weighs a need, people named for a programme, proposals, and how needs of a year are found out."""

from django.db import models

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.base import PublicModel
from renbina.needs.enums import (
    Asked,
    EvidenceSource,
    GateVerdict,
    InterviewKind,
    NeedCause,
    ProposalOrigin,
    ProposalStatus,
    Stage,
    StageOwner,
    StudyKind,
)
from renbina.organisation.models import Agency, Employee, Unit


class Evidence(PublicModel):
    """A weight (1.0 is neutral) that a source gives to a competency, in one unit and below or everywhere.

    `confidence` (0 to 1) shrinks it towards neutral; `people` stand behind it (None: not counted). `origin` names what
    it was derived from ("survey:<campaign>"), so that collecting again replaces it; empty: somebody recorded it.
    `facts` are what a derived reason is made of, so that each reader has it in their own language; empty: as written.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="evidence")
    source = models.CharField(max_length=20, choices=EvidenceSource)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="evidence")
    weight = models.FloatField()
    reason = models.CharField(max_length=255)
    facts = models.JSONField(default=dict, blank=True)
    recorded_on = models.DateField()
    confidence = models.FloatField(default=1.0)
    people = models.PositiveIntegerField(null=True, blank=True)
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(name="evidence_weight", condition=models.Q(weight__gt=0, weight__lte=10)),
            models.CheckConstraint(
                name="evidence_confidence", condition=models.Q(confidence__gte=0, confidence__lte=1)
            ),
        ]


class Nomination(PublicModel):
    """A person who must or may be placed in a programme in a year, and why."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="nominations")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="nominations")
    year = models.PositiveSmallIntegerField()
    mandatory = models.BooleanField()
    reason = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "programme", "year"], name="nomination_once")]


class Proposal(PublicModel):
    """What a unit or an employee asks for in a year, in their own words; what became of it, and why.

    Who asked is known to themselves and to those who decide, and stands on no list.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="proposals")
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=255)
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    competency = models.ForeignKey(
        Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    people = models.PositiveIntegerField()
    amount = models.BigIntegerField(null=True, blank=True)  # rupiah that the unit expects; None: not said
    place = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    origin = models.CharField(max_length=10, choices=ProposalOrigin, default=ProposalOrigin.FILE)
    proposer = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    proposed_on = models.DateField(null=True, blank=True)  # None: a file did not say
    status = models.CharField(max_length=20, choices=ProposalStatus, default=ProposalStatus.NEW)
    status_reason = models.CharField(max_length=255, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    status_before = models.CharField(max_length=20, blank=True)  # what undoing a merge gives back

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_people", condition=models.Q(people__gte=1)),
            models.CheckConstraint(
                name="proposal_amount", condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0)
            ),
            models.CheckConstraint(name="proposal_not_into_itself", condition=~models.Q(merged_into=models.F("id"))),
        ]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return self.title


class ProposalsApart(PublicModel):
    """Somebody looked at two proposals that look alike and said that they are not the same; taken back, it is gone."""

    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="apart_first")
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="apart_second")
    reason = models.CharField(max_length=255)
    said_on = models.DateField()

    class Meta:
        verbose_name_plural = "proposals apart"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="proposals_apart_once"),
            models.CheckConstraint(name="proposals_apart_order", condition=models.Q(first__lt=models.F("second"))),
        ]


class NeedsCycle(PublicModel):
    """The needs analysis for the plan of a year. Its seven stages follow one another in working days."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="needs_cycles")
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="needs_cycle_once")]


class CycleStage(PublicModel):
    """One stage: so many working days, who answers for it, and when it was done. Its days follow from those before.

    A role or a unit answers, never a person: people change, and the reminder goes to whoever holds it on that day.
    """

    cycle = models.ForeignKey(NeedsCycle, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage)
    position = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    owner_role = models.CharField(max_length=30, choices=StageOwner, blank=True)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="needs_stages")
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=255, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "stage"], name="cycle_stage_once"),
            models.UniqueConstraint(fields=["cycle", "position"], name="cycle_stage_place"),
            models.CheckConstraint(name="cycle_stage_days", condition=models.Q(days__gte=1, days__lte=250)),
            models.CheckConstraint(
                name="cycle_stage_one_owner",
                condition=(models.Q(owner_unit__isnull=True) & ~models.Q(owner_role=""))
                | models.Q(owner_unit__isnull=False, owner_role=""),
            ),
        ]


class Interview(PublicModel):
    """A talk with one person or a group (FGD) of a unit. Nobody is named: speakers are numbers within it."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="interviews")
    year = models.PositiveSmallIntegerField()  # of the plan it is held for
    kind = models.CharField(max_length=10, choices=InterviewKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="interviews")
    topic = models.CharField(max_length=200)
    held_on = models.DateField()
    people = models.PositiveSmallIntegerField()
    guide = models.TextField(blank=True)  # questions, one a line
    notes = models.TextField(blank=True)  # read only by who holds interviews

    class Meta:
        constraints = [models.CheckConstraint(name="interview_people", condition=models.Q(people__gte=1))]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return self.topic


class Quote(PublicModel):
    """What one speaker said, names and places covered, and what it is coded to. Two matters are two quotes."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.PositiveSmallIntegerField()  # 1 up to the number of people
    text = models.CharField(max_length=500)
    cause = models.CharField(max_length=20, choices=NeedCause, blank=True)  # empty: not coded yet
    competency = models.ForeignKey(Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes")
    coded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="quote_speaker", condition=models.Q(speaker__gte=1))]
        indexes = [models.Index(fields=["competency", "cause"])]


class GateCheck(PublicModel):
    """Is training the answer to this? Asked of a unit about one shortcoming; shares follow from the answers."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="gates")
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="gates")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="gates")
    problem = models.CharField(max_length=255)
    opened_on = models.DateField()
    training_share = models.FloatField(null=True, blank=True)  # 0 to 1; None: not decided
    verdict = models.CharField(max_length=20, choices=GateVerdict, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gate_share",
                condition=models.Q(training_share__isnull=True)
                | models.Q(training_share__gte=0, training_share__lte=1),
            )
        ]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return self.problem


class GateAnswer(models.Model):
    """Failures that somebody counts, by cause. `respondent` only so that nobody answers twice; no page names them."""

    gate = models.ForeignKey(GateCheck, on_delete=models.CASCADE, related_name="answers")
    asked = models.CharField(max_length=10, choices=Asked)
    respondent = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)  # of records: which
    competence = models.PositiveSmallIntegerField()
    tools = models.PositiveSmallIntegerField()
    rules = models.PositiveSmallIntegerField()
    staffing = models.PositiveSmallIntegerField()
    motive = models.PositiveSmallIntegerField()
    answered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gate", "respondent"], condition=models.Q(respondent__isnull=False), name="gate_answer_once"
            )
        ]


class Handover(PublicModel):
    """A cause that training does not cure, handed to the unit that can remove it, by a day."""

    gate = models.ForeignKey(GateCheck, on_delete=models.CASCADE, related_name="handovers")
    cause = models.CharField(max_length=20, choices=NeedCause)
    text = models.CharField(max_length=255)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handovers")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_done_with_proof", condition=models.Q(done_on__isnull=True) | ~models.Q(proof="")
            )
        ]
        indexes = [models.Index(fields=["unit", "done_on", "due_on"])]


class Study(PublicModel):
    """A technology or a regulation that is coming, and what staff will have to be able to do because of it."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="studies")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StudyKind)
    title = models.CharField(max_length=255)
    source = models.CharField(max_length=255)
    effective_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="studies")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="studies")
    people = models.PositiveIntegerField()
    change = models.CharField(max_length=500)  # what changes at work
    studied_on = models.DateField()

    class Meta:
        verbose_name_plural = "studies"
        constraints = [models.CheckConstraint(name="study_people", condition=models.Q(people__gte=1))]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return self.title
