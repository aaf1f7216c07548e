"""Tables of the toolkit: audit chain, job leases, outbox and import staging."""

from django.db import models

from renbina.foundation.actor import acting_for
from renbina.foundation.base import PublicModel


class AuditEvent(models.Model):
    """One line of the append-only, HMAC-chained record. No foreign keys: nothing may block or be blocked by it."""

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    agency_id = models.BigIntegerField(null=True)
    actor_user_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)  # "planning.request_run"
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=40, blank=True)  # public_id
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    behalf = models.JSONField(null=True)  # of the absent official: kind, name, office, role
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["agency_id", "sequence"]), models.Index(fields=["object_type", "object_id"])]

    @property
    def who(self) -> str:
        """Who did it, in words; an acting officer's line names the absent official too."""
        if not self.behalf:
            return self.actor_label
        absent = {name: self.behalf[name] for name in ("kind", "name", "office")}
        return acting_for(self.actor_label, **absent)


class AuditHead(models.Model):
    """One sealed row: how long the chain is. A cut tail disagrees with it."""

    sequence = models.BigIntegerField()
    seal = models.CharField(max_length=64)


class Job(PublicModel):
    """Long work under a lease. Times here are the machine's, not the business's."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    agency_id = models.BigIntegerField(null=True)
    owner_user_id = models.BigIntegerField(null=True)
    owner_label = models.CharField(max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=120, unique=True, null=True)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    requested_at = models.DateTimeField()  # business time: when somebody asked for it
    run_after = models.DateTimeField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)  # grows with every claim; a late worker's write is refused
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    cancel_requested = models.BooleanField(default=False)
    progress = models.FloatField(default=0)  # 0..1
    stage = models.CharField(max_length=80, blank=True)  # message code, worded by the room that owns the kind
    rows_done = models.PositiveIntegerField(default=0)  # where rows are counted
    rows_total = models.PositiveIntegerField(default=0)  # 0: none are
    result = models.JSONField(default=dict)  # e.g. {"url_name": ..., "public_id": ...}
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]


class OutboxEvent(models.Model):
    """A fact written in the transaction of the action that caused it; delivered to subscribers afterwards."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    agency_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    try_after = models.DateTimeField()  # machine time of the next attempt
    delivered_at = models.DateTimeField(null=True)  # machine time
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivered_at", "try_after"])]


class RateCount(models.Model):
    """How often something was done within one window; `name` is a keyed hash that says neither what nor who."""

    name = models.CharField(max_length=40, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(db_index=True)


class ImportBatch(PublicModel):
    """One uploaded file on its way: read, staged, compared, then applied or thrown away."""

    class State(models.TextChoices):
        READING = "reading"
        REFUSED = "refused"
        STAGED = "staged"
        ASKING = "asking"  # a person must say which column or sheet is meant
        APPLIED = "applied"
        UNDONE = "undone"
        DISCARDED = "discarded"

    kind = models.CharField(max_length=60)
    agency_id = models.BigIntegerField()
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    base_digest = models.CharField(max_length=64, blank=True)  # of the stored data the difference was made against
    summary = models.JSONField(default=dict)  # counts by verdict, dropped columns, sheets
    refusal = models.JSONField(default=dict)  # one clear sentence: code and numbers
    question = models.JSONField(default=dict)  # what could not be told, with the headings and sheets to choose from
    mapping = models.JSONField(default=dict)  # what a person answered: {"columns": {field: heading}, "sheets": [name]}
    answered = models.PositiveSmallIntegerField(default=0)  # how often a person was asked about this file
    job = models.CharField(max_length=14, blank=True)  # public id of the last job that reads, applies or undoes


class ImportRow(models.Model):
    """One row of a file with its verdict, problems and difference against what is stored."""

    class Verdict(models.TextChoices):
        SAME = "same"
        CHANGED = "changed"
        NEW = "new"
        HELD = "held"
        MISSING = "missing"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField()  # as the spreadsheet shows it
    key = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    cells = models.JSONField(default=dict)  # cleaned values by field
    problems = models.JSONField(default=list)  # [{field, code, value, severity}]
    changes = models.JSONField(default=dict)  # {field: [old, new]}
    warned = models.BooleanField(default=False)  # odd, but taken: it has a problem that does not hold it
    confirmed = models.JSONField(default=list)  # problem codes that a person judged to be right

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict", "number"])]


class ImportJournal(models.Model):
    """What one step of an applied file wrote, as it was before and as it is after; kept while it can be undone."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="journal")
    position = models.PositiveIntegerField()
    model = models.CharField(max_length=80)  # "organisation.employee"
    change = models.CharField(max_length=10)  # create | update | delete
    objects_count = models.PositiveIntegerField()
    images = models.BinaryField()  # packed JSON: see foundation.imports.journal

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_journal_in_order")]


class ImportMapping(PublicModel):
    """A heading of an agency's own files that a person told to be a field; used by the next file by itself."""

    agency_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    heading = models.CharField(max_length=255)
    heading_key = models.CharField(max_length=255)  # folded, as headings are compared
    told_by = models.CharField(max_length=200)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "kind", "field", "heading_key"], name="import_mapping_once")
        ]
