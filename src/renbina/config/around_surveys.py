"""What competency tells surveys: the names of what questions are about, and what became of the answers to form 2a."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from renbina.competency.queries.became import became_of, subject_names, subjects_of
from renbina.competency.wording.became import became_sentences, became_title
from renbina.foundation.actor import Actor
from renbina.surveys.access import MANAGE, can
from renbina.surveys.gather.around import Became
from renbina.surveys.models import Campaign


class _Around:
    def names(self, agency_id: int, keys: Collection[str]) -> Mapping[str, str]:
        return subject_names(agency_id, set(keys))

    def subjects(self, agency_id: int) -> Mapping[str, str]:
        return subjects_of(agency_id)

    def became(self, actor: Actor, campaign: Campaign) -> Became | None:
        found = became_of(actor, campaign)
        if found is None:
            return None
        leads = can(actor, MANAGE)
        return Became(
            became_title(found),
            became_sentences(found),
            reverse("competency:form-2a") if leads else "",
            _("Forms 2a made so far") if leads else "",
        )


AROUND = _Around()
