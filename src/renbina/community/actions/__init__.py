"""The writes of community."""

from renbina.community.actions.experts import offer_help
from renbina.community.actions.history import PastExpert, PastNote, PastStory, load_shared_knowledge
from renbina.community.actions.letters import send_note_decision
from renbina.community.actions.notes import NoteText, change_note, hide_note, show_note, withdraw_note, write_note
from renbina.community.actions.refusals import NoteRefused
from renbina.community.actions.stories import StoryText, share_story, take_story_back

__all__ = [
    "NoteRefused",
    "NoteText",
    "PastExpert",
    "PastNote",
    "PastStory",
    "StoryText",
    "change_note",
    "hide_note",
    "load_shared_knowledge",
    "offer_help",
    "send_note_decision",
    "share_story",
    "show_note",
    "take_story_back",
    "withdraw_note",
    "write_note",
]
