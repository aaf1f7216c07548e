"""A letter to the author of a note about which something was decided; it says that, and not what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation

from renbina.community.models import Note
from renbina.community.wording import decision_letter
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor


@action
def send_note_decision(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears community.note_decided. A note that was withdrawn meanwhile is nobody's news."""
    note = Note.objects.select_related("author__user").filter(public_id=payload["note"]).first()
    user = note.author.user if note is not None else None
    has_address = bool(user and user.email)
    if note is not None and user is not None and user.email:
        address = user.email
        with translation.override(user.language or "id"):
            subject, text = decision_letter(note.author.full_name, note.public_id)
        transaction.on_commit(lambda: send_mail(subject, text, None, [address]))  # a letter cannot be taken back
    record(obj=note, old=None, new={"letters": int(has_address), "event": event_id})
    return int(has_address)
