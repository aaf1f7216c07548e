"""Reads of community, access included."""

from renbina.community.queries.experts import (
    ExpertForm,
    ExpertLine,
    expert_form,
    expert_line,
    expert_rows,
    expert_total,
)
from renbina.community.queries.notes import (
    NoteForm,
    NotePage,
    competencies_spoken_of,
    hidden_notes,
    hidden_own_notes,
    new_note_form,
    note_form,
    note_page,
    note_rows,
    own_note_about,
    to_write_about,
)
from renbina.community.queries.stories import StoryLine, story_line, story_page, story_rows

__all__ = [
    "ExpertForm",
    "ExpertLine",
    "NoteForm",
    "NotePage",
    "StoryLine",
    "competencies_spoken_of",
    "expert_form",
    "expert_line",
    "expert_rows",
    "expert_total",
    "hidden_notes",
    "hidden_own_notes",
    "new_note_form",
    "note_form",
    "note_page",
    "note_rows",
    "own_note_about",
    "story_line",
    "story_page",
    "story_rows",
    "to_write_about",
]
