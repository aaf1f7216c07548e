"""The three doors of the room."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from renbina.foundation.links import absolute


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool


def tabs(here: str) -> list[Tab]:
    """Notes, who may be asked, stories; `here` is the name of the page one is on."""
    places = (("note-list", _("Notes")), ("expert-list", _("Who may be asked")), ("story-list", _("Stories")))
    return [Tab(label, reverse(f"community:{name}"), name == here) for name, label in places]


def decision_letter(name: str, note_id: str) -> tuple[str, str]:
    """Subject and text to the author of a note that was hidden or is shown again; why, stands on the page only."""
    text = _(
        "Dear %(name)s,\n\nsomething was decided about a note that you wrote. What and why, you read in Renbina under"
        " “Shared knowledge”; nobody else reads the reason.\n"
    ) % {"name": name}
    address = absolute(reverse("community:note", args=[note_id]))
    return _("About a note of yours"), f"{text}\n{address}\n" if address else text
