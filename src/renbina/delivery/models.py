"""A class as it is held: its sessions, who was invited and answered what, who was there, and the certificates."""

from django.db import models
from django.db.models import F, Q

from renbina.catalogue.models import Offer, Partner, Programme
from renbina.delivery.enums import BatchState, Means, Method, SeatState, SuperiorAnswer
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee
from renbina.planning.models import Plan


class Batch(PublicModel):
    """One class of a programme. `taken` counts seats given away; the database itself refuses more than there are.

    A class of a year whose plan was made elsewhere has no offer: its people were not placed by a run.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="classes")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="classes")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="classes")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="classes")
    number = models.PositiveSmallIntegerField()  # angkatan: counts on through the years of the programme
    place = models.CharField(max_length=200)
    trainer = models.CharField(max_length=200)  # the name as it stands on the invitation
    trainer_employee = models.ForeignKey(
        Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="classes_given"
    )  # a trainer of our own, who may note attendance
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=12, choices=Method, blank=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    least_share = models.PositiveSmallIntegerField(default=100)  # percent of sessions, for hours and certificate
    answer_by = models.DateField()
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="batch_number_once"),
            models.CheckConstraint(name="batch_never_oversold", condition=Q(taken__lte=F("capacity"))),
            models.CheckConstraint(
                name="batch_cancelled_since",
                condition=~Q(state=BatchState.CANCELLED) | Q(cancelled_at__isnull=False),
            ),
            models.CheckConstraint(name="batch_share", condition=Q(least_share__gte=1, least_share__lte=100)),
        ]
        indexes = [models.Index(fields=["agency", "state"])]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"


class Session(PublicModel):
    """One sitting of a class, from `starts_at` to before `ends_at`."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="session_interval", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["batch", "starts_at"], name="session_once"),
        ]


class Registration(PublicModel):
    """A person and a class, from the invitation to the result."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="registrations")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=SeatState, default=SeatState.INVITED)
    reason = models.CharField(max_length=300, blank=True)  # of declining
    invited_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    superior_answer = models.CharField(max_length=10, choices=SuperiorAnswer, default=SuperiorAnswer.NONE, blank=True)
    superior_reason = models.CharField(max_length=300, blank=True)
    superior_name = models.CharField(max_length=200, blank=True)
    superior_at = models.DateTimeField(null=True, blank=True)
    named_reason = models.CharField(max_length=300, blank=True)  # of inviting by name, outside the plan
    named_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "employee"], name="registration_once"),
            models.CheckConstraint(
                name="registration_waits_since",
                condition=~Q(state=SeatState.WAITING) | Q(waiting_since__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "waiting_since"]), models.Index(fields=["employee", "state"])]


class Attendance(models.Model):
    """Somebody was there."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendances")
    means = models.CharField(max_length=10, choices=Means)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "registration"], name="attendance_once")]


class Certificate(PublicModel):
    """Proof of a completed class. `public_id` is the code that the public page verifies; what it says is frozen."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=80)
    name = models.CharField(max_length=255)  # of the person, on the day
    programme_name = models.CharField(max_length=255)
    hours = models.FloatField()  # JP
    started_on = models.DateField()
    ended_on = models.DateField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="certificate_number_once")]
