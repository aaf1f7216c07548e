"""What rooms above tell of a questionnaire: what its questions are about, and what became of its answers.

Surveys imports none of them. Whoever composes the rooms names an object in the setting RENBINA_SURVEYS_AROUND; without
one, pages show the keys of subjects as they are stored, and nothing of what became of answers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from renbina.foundation.actor import Actor
from renbina.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the answers of a closed campaign, in sentences; `url` leads on, in `more` words."""

    title: str
    sentences: tuple[str, ...]
    url: str = ""
    more: str = ""


class Around(Protocol):
    """What `RENBINA_SURVEYS_AROUND` names."""

    def names(self, agency_id: int, keys: Collection[str]) -> Mapping[str, str]:
        """Keys of subjects such as "competency:2.1" -> names in the reader's language, as far as they are known."""

    def subjects(self, agency_id: int) -> Mapping[str, str]:
        """Everything that a question can be about: key -> name in the reader's language."""

    def became(self, actor: Actor, campaign: Campaign) -> Became | None:
        """Of a closed campaign whose answers become something; None where nothing is to be said."""


class _Nothing:
    def names(self, agency_id: int, keys: Collection[str]) -> Mapping[str, str]:
        return {}

    def subjects(self, agency_id: int) -> Mapping[str, str]:
        return {}

    def became(self, actor: Actor, campaign: Campaign) -> Became | None:
        return None


def around() -> Around:
    path: str = getattr(settings, "RENBINA_SURVEYS_AROUND", "")
    if not path:
        return _Nothing()
    found: Around = import_string(path)
    return found


def subject_names(agency_id: int, keys: Collection[str]) -> dict[str, str]:
    """Every key with its name; what nobody knows keeps its key. No query without keys."""
    wanted = {key for key in keys if key}
    known = around().names(agency_id, wanted) if wanted else {}
    return {key: known.get(key, key) for key in wanted}


def subjects(agency_id: int, key: str = "") -> dict[str, str]:
    """What a question of an agency can be about, by name; among it what one is about already, known or not."""
    found = dict(sorted(around().subjects(agency_id).items(), key=lambda each: each[1].casefold()))
    return ({key: key} if found and key and key not in found else {}) | found
