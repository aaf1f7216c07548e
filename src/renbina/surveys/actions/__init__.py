"""The writes of surveys: instruments, campaigns, answers."""

from renbina.surveys.actions.answers import (
    AlreadyAnswered,
    CampaignOver,
    NotAsked,
    TicketUnknown,
    answer_anonymously,
    answer_named,
)
from renbina.surveys.actions.campaigns import (
    AudienceTooSmall,
    CampaignAlreadyClosed,
    CampaignRefused,
    SheetsUnreadable,
    close_campaign,
    close_due,
    create_campaign,
)
from renbina.surveys.actions.checking import AnswersIncomplete, checked_answers
from renbina.surveys.actions.history import PastCampaign, load_past_campaigns
from renbina.surveys.actions.instruments import (
    InstrumentRefused,
    InstrumentUnsound,
    ItemRefused,
    VersionFrozen,
    add_section,
    create_instrument,
    load_ready,
    move_item,
    remove_item,
    remove_section,
    require_sound,
    revise_instrument,
    save_item,
)

__all__ = [
    "AlreadyAnswered",
    "AnswersIncomplete",
    "AudienceTooSmall",
    "CampaignAlreadyClosed",
    "CampaignOver",
    "CampaignRefused",
    "InstrumentRefused",
    "InstrumentUnsound",
    "ItemRefused",
    "NotAsked",
    "PastCampaign",
    "SheetsUnreadable",
    "TicketUnknown",
    "VersionFrozen",
    "add_section",
    "answer_anonymously",
    "answer_named",
    "checked_answers",
    "close_campaign",
    "close_due",
    "create_campaign",
    "create_instrument",
    "load_past_campaigns",
    "load_ready",
    "move_item",
    "remove_item",
    "remove_section",
    "require_sound",
    "revise_instrument",
    "save_item",
]
