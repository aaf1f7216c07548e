"""What people of the city wrote after a training: notes, offers to be asked, and work-change reports."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note of one person about a programme that stands in their learning history."""

    author: str
    programme: str
    title: str
    learnt: str
    material_name: str
    material_url: str
    competencies: tuple[str, ...]
    written_on: date


@dataclass(frozen=True, slots=True)
class ExpertRecord:
    """Somebody who said "ask me"."""

    employee: str
    competencies: tuple[str, ...]
    reach: str
    offered_on: date


@dataclass(frozen=True, slots=True)
class Sharing:
    notes: tuple[NoteRecord, ...] = ()
    experts: tuple[ExpertRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One report; dates that have not come are None. `lines`: applied, before, now, proof, effect."""

    programme: str
    number: int  # of the class
    employee: str
    asked_on: date
    due_on: date
    lines: tuple[str, str, str, str, str] = ("", "", "", "", "")
    nothing_changed: bool = False
    saved_on: date | None = None
    sent_on: date | None = None
    outcome: str = ""  # seen | partly | not_yet
    hindrances: tuple[str, ...] = ()  # tools | procedure | time | money | transfer
    remark: str = ""
    superior: str | None = None
    confirmed_on: date | None = None
    reminders: int = 0
    reminded_on: date | None = None
    story: str = ""  # its title, when the author shares it
    named: bool = False
