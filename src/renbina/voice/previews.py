"""What a page must show at once: satisfaction so far, and a proposal of what to cover in a text."""

from collections.abc import Iterable, Mapping
from datetime import date

from binacore.masking import Masked, mask
from binacore.rules import RulesAt
from binacore.skm import Skm, skm
from renbina.foundation.actor import Actor
from renbina.voice.access import MODERATE, require
from renbina.voice.gather import NOBODY, answers_of, staff_names
from renbina.voice.models import Forum, Service
from renbina.voice.wording import COVERED


def satisfaction(services: Iterable[Service], starts_on: date, ends_on: date, rules: RulesAt) -> Mapping[int, Skm]:
    """Service key -> SKM of the days; one query. Services without answers are there too, suppressed."""
    keys = [service.pk for service in services]
    found = answers_of(keys, starts_on, ends_on)
    return {
        key: skm(answers.tallies, answers.respondents, rules) for key in keys for answers in [found.get(key, NOBODY)]
    }


def covered(actor: Actor, of: Service | Forum, text: str, on: date) -> Masked:
    """The text with people covered, as a proposal to the moderator. Raises Forbidden for everybody else."""
    require(actor, MODERATE, of)
    return mask(text, {kind: str(words) for kind, words in COVERED.items()}, staff_names(of, on))
