"""Instruments with frozen versions, campaigns, and answers.

Answers without a name are kept so that nothing leads from them to a person: no key, no flag, no time, no order. What
each table holds, and why nothing more, is written in ADR 0009.
"""

import secrets

from django.db import models

from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee, Unit
from renbina.surveys.enums import AudienceKind, Becomes, CampaignState, ItemKind, Mode


def random_key() -> str:
    """128 bits: the key of a row that must not tell when it was written."""
    return secrets.token_hex(16)


class Instrument(PublicModel):
    """A questionnaire of an agency, through all its versions."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="instruments")
    code = models.CharField(max_length=40, blank=True)  # of a questionnaire that comes with the product
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400, blank=True)
    becomes = models.CharField(max_length=20, choices=Becomes, blank=True)  # never changed: it was told to people

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"], condition=~models.Q(code=""), name="instrument_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class InstrumentVersion(PublicModel):
    """The items as they are asked. Frozen with its first campaign: answers keep the words they answered."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    intro = models.TextField(blank=True)
    translations = models.JSONField(default=dict, blank=True)  # language -> name, intro
    is_frozen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once")]


class Section(PublicModel):
    """Items under one heading. `condition` and `translations`: as of an item."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="sections")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    intro = models.CharField(max_length=400, blank=True)
    condition = models.JSONField(default=list, blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["rank", "pk"]


class Item(PublicModel):
    """One question. `low` and `high` are the ends of a scale or the bounds of a number."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)  # the name of its answers; the same through the versions
    kind = models.CharField(max_length=10, choices=ItemKind)
    text = models.CharField(max_length=400)
    required = models.BooleanField(default=True)
    unknown = models.BooleanField(default=False)  # "don't know" is offered
    choices = models.JSONField(default=list, blank=True)  # labels of a choice; what the levels look like
    rows = models.JSONField(default=list, blank=True)  # the statements of a matrix
    right = models.CharField(max_length=400, blank=True)  # the label that is right, in a test; never shown to answerers
    low = models.IntegerField(default=1)
    high = models.IntegerField(default=5)
    low_label = models.CharField(max_length=60, blank=True)
    high_label = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=80, blank=True)  # key of a higher room, such as "competency:DIG-01"
    condition = models.JSONField(
        default=list, blank=True
    )  # clauses as `gather.clauses` reads them; empty: always asked
    translations = models.JSONField(default=dict, blank=True)  # language -> text, choices, rows, labels

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [models.CheckConstraint(name="item_bounds", condition=models.Q(low__lt=models.F("high")))]


class Campaign(PublicModel):
    """One version asked of an audience from a day to a day. Its mode never changes.

    `salt` makes the tickets and the lock of this campaign; it is destroyed at closing. `subject` is an opaque key of a
    higher room ("batch:..."). It names no creator: the audit does, and nothing here may lead to a person.
    `criteria` narrow an audience by filter, or hold the people of a list until a planned campaign opens. With a `seed`
    a sample of the `population` is asked, which anybody can draw again.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="campaigns")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=12, choices=Mode)
    audience = models.CharField(max_length=10, choices=AudienceKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    criteria = models.JSONField(default=dict, blank=True)  # units, kinds, levels, families: lists; or people
    seed = models.BigIntegerField(null=True, blank=True)  # of the sample; None: everybody of the audience is asked
    sample_size = models.PositiveIntegerField(null=True, blank=True)  # wished for; None: by the rule
    population = models.PositiveIntegerField(default=0)  # the audience from which the sample was drawn
    by_unit = models.BooleanField(default=False)  # results also by perangkat daerah
    subject = models.CharField(max_length=80, blank=True)
    opened_on = models.DateField()  # the first day on which answers are taken, also while it is planned
    closes_on = models.DateField()  # the last day on which answers are taken
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.OPEN)
    hindrance = models.CharField(max_length=300, blank=True)  # why a planned campaign could not open
    tells = models.BooleanField(default=False)  # letters go to those who are asked
    remind_before = models.PositiveSmallIntegerField(null=True, blank=True)  # days before the last one
    reminded_on = models.DateField(null=True, blank=True)
    invited = models.PositiveIntegerField()
    answered = models.PositiveIntegerField(null=True)  # counted at closing
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "closes_on"]), models.Index(fields=["subject"])]
        constraints = [
            models.CheckConstraint(name="campaign_dates", condition=models.Q(closes_on__gte=models.F("opened_on"))),
            models.CheckConstraint(
                name="campaign_sample", condition=models.Q(seed__isnull=False) | models.Q(sample_size__isnull=True)
            ),
            models.CheckConstraint(
                name="campaign_salt_destroyed", condition=~models.Q(state=CampaignState.CLOSED) | models.Q(salt="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        return self.mode == Mode.ANONYMOUS

    @property
    def hides_names(self) -> bool:
        """Anonymous or confidential: results after the closing only, of groups only."""
        return self.mode != Mode.NAMED


class Invitation(models.Model):
    """Who is asked; never whether they answered. `group`: the perangkat daerah on the day of asking (public_id)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="invitations")
    group = models.CharField(max_length=14, blank=True)
    written_on = models.DateField(null=True, blank=True)  # the last letter: for all of an anonymous campaign alike

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "employee"], name="invitation_once")]


class Ticket(models.Model):
    """The right to one answer without a name: a digest, and whether it was used. Whose it is, is nowhere.

    `group`: where its answer counts, empty where fewer than five are asked or the results are not shown by unit.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tickets")
    group = models.CharField(max_length=14, blank=True)
    spent = models.BooleanField(default=False)


class SealedSheet(models.Model):
    """An answer without a name before the closing: locked, all of one length."""

    key = models.CharField(max_length=32, primary_key=True, default=random_key)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="sealed_sheets")
    content = models.BinaryField()


class AnonymousAnswer(models.Model):
    """An answer without a name after the closing, written in mixed order. `group`: a unit large enough to show."""

    key = models.CharField(max_length=32, primary_key=True, default=random_key)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="anonymous_answers")
    group = models.CharField(max_length=14, blank=True)  # public_id of a unit; empty: not told
    answers = models.JSONField()

    class Meta:
        ordering = ["key"]


class NamedAnswer(models.Model):
    """What a person answered under their name: once, to be changed until the closing."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="named_answers")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="named_answers")
    answers = models.JSONField()
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "employee"], name="named_answer_once")]


class Draft(models.Model):
    """What a person has entered and not sent, of a campaign that knows who answers: theirs alone, never counted.

    Destroyed when it is sent and when the campaign closes.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="drafts")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "employee"], name="draft_once")]


class Theme(PublicModel):
    """What several answers in words to one question are about, in the analyst's own name for it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="themes")
    item_code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "item_code", "name"], name="theme_once")]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """One answer in words is about one theme. `sheet`: the key of the row that holds the answer, never a person."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    sheet = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "sheet"], name="coding_once")]
