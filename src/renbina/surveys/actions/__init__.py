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
    CampaignAlreadyClosed,
    SheetsUnreadable,
    close_campaign,
    close_due,
)
from renbina.surveys.actions.checking import AnswersIncomplete, checked_answers
from renbina.surveys.actions.drafts import save_draft
from renbina.surveys.actions.files import FileRefused, import_questionnaire, take_questionnaire
from renbina.surveys.actions.history import PastCampaign, PastSurvey, load_past_campaigns, load_past_survey
from renbina.surveys.actions.instruments import (
    InstrumentRefused,
    InstrumentUnsound,
    add_section,
    change_section,
    create_instrument,
    load_ready,
    remove_section,
    require_sound,
    revise_instrument,
    translate_version,
)
from renbina.surveys.actions.items import ItemRefused, VersionFrozen, move_item, remove_item, save_item
from renbina.surveys.actions.letters import (
    NoReminderNow,
    remind_campaign,
    remind_due,
    write_invitations,
    write_reminders,
)
from renbina.surveys.actions.opening import (
    SEEDS,
    AudienceTooSmall,
    CampaignRefused,
    create_campaign,
    note_hindrance,
    open_campaign,
    open_due,
    take_back_campaign,
)
from renbina.surveys.actions.papers import PaperRefused, answer_from_paper, paper_tickets
from renbina.surveys.actions.themes import TextUnknown, ThemeRefused, add_theme, code_texts, remove_theme

__all__ = [
    "SEEDS",
    "AlreadyAnswered",
    "AnswersIncomplete",
    "AudienceTooSmall",
    "CampaignAlreadyClosed",
    "CampaignOver",
    "CampaignRefused",
    "FileRefused",
    "InstrumentRefused",
    "InstrumentUnsound",
    "ItemRefused",
    "NoReminderNow",
    "NotAsked",
    "PaperRefused",
    "PastCampaign",
    "PastSurvey",
    "SheetsUnreadable",
    "TextUnknown",
    "ThemeRefused",
    "TicketUnknown",
    "VersionFrozen",
    "add_section",
    "add_theme",
    "answer_anonymously",
    "answer_from_paper",
    "answer_named",
    "change_section",
    "checked_answers",
    "close_campaign",
    "close_due",
    "code_texts",
    "create_campaign",
    "create_instrument",
    "import_questionnaire",
    "load_past_campaigns",
    "load_past_survey",
    "load_ready",
    "move_item",
    "note_hindrance",
    "open_campaign",
    "open_due",
    "paper_tickets",
    "remind_campaign",
    "remind_due",
    "remove_item",
    "remove_section",
    "remove_theme",
    "require_sound",
    "revise_instrument",
    "save_draft",
    "save_item",
    "take_back_campaign",
    "take_questionnaire",
    "translate_version",
    "write_invitations",
    "write_reminders",
]
