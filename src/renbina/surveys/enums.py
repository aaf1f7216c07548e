from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """The kinds that `binacore.survey` computes."""

    LIKERT = "likert", _("Scale (agree – disagree)")
    CHOICE = "choice", _("Choice of one")
    NUMBER = "number", _("Number")
    TEXT = "text", _("Words")


class Mode(TextChoices):
    """Fixed when a campaign is created."""

    ANONYMOUS = "anonymous", _("Anonymous")
    NAMED = "named", _("With name")


class AudienceKind(TextChoices):
    EVERYBODY = "everybody", _("All employees")
    UNIT = "unit", _("A unit and everything below it")
    LIST = "list", _("Chosen people")


class CampaignState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
