from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """The kinds that `binacore.survey` computes."""

    LIKERT = "likert", _("Scale (agree – disagree)")
    CHOICE = "choice", _("Choice of one")
    MULTI = "multi", _("Choice of several")
    MATRIX = "matrix", _("Several statements on one scale")
    RANKING = "ranking", _("Order of importance")
    LEVEL = "level", _("Level of a competency, with examples")
    INDICATOR = "indicator", _("Behaviour seen: yes or no")
    NUMBER = "number", _("Number")
    DATE = "date", _("A day of the calendar")
    SHORT = "short", _("Words on one line")
    TEXT = "text", _("Words")


class Mode(TextChoices):
    """Fixed when a campaign is created."""

    ANONYMOUS = "anonymous", _("Anonymous")
    CONFIDENTIAL = "confidential", _("Confidential: results in groups only")
    NAMED = "named", _("With name")


class AudienceKind(TextChoices):
    EVERYBODY = "everybody", _("All employees")
    UNIT = "unit", _("A unit and everything below it")
    FILTER = "filter", _("People of certain units and positions")
    LIST = "list", _("Chosen people")


class CampaignState(TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Becomes(TextChoices):
    """What becomes of an answer with a name when the campaign closes; nothing, unless a questionnaire says so."""

    SELF_ASSESSMENT = "self", _("Self-assessments of those who answer")
