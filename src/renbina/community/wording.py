"""The three doors of the room."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool


def tabs(here: str) -> list[Tab]:
    """Notes, who may be asked, stories; `here` is the name of the page one is on."""
    places = (("note-list", _("Notes")), ("expert-list", _("Who may be asked")), ("story-list", _("Stories")))
    return [Tab(label, reverse(f"community:{name}"), name == here) for name, label in places]
