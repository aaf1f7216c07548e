"""The writes of delivery."""

from renbina.delivery.actions.answers import answer_as_superior, confirm_seat, decline_seat
from renbina.delivery.actions.attendance import BEFORE, check_in, note_attendance
from renbina.delivery.actions.batches import NewBatch, invite_planned, open_batch
from renbina.delivery.actions.cancelling import cancel_batch
from renbina.delivery.actions.closing import Closed, close_batch, revoke_certificate
from renbina.delivery.actions.handing import hand_classes
from renbina.delivery.actions.history import ClassLine, SeatLine, load_classes
from renbina.delivery.actions.letters import send_cancellations, send_invitations, send_seat_given
from renbina.delivery.actions.naming import invite_by_name
from renbina.delivery.actions.refusals import (
    AnswerRefused,
    AttendanceRefused,
    BatchRefused,
    CancellingRefused,
    ClosingRefused,
    NamingRefused,
    NobodyToInvite,
    RevocationRefused,
)

__all__ = [
    "BEFORE",
    "AnswerRefused",
    "AttendanceRefused",
    "BatchRefused",
    "CancellingRefused",
    "ClassLine",
    "Closed",
    "ClosingRefused",
    "NamingRefused",
    "NewBatch",
    "NobodyToInvite",
    "RevocationRefused",
    "SeatLine",
    "answer_as_superior",
    "cancel_batch",
    "check_in",
    "close_batch",
    "confirm_seat",
    "decline_seat",
    "hand_classes",
    "invite_by_name",
    "invite_planned",
    "load_classes",
    "note_attendance",
    "open_batch",
    "revoke_certificate",
    "send_cancellations",
    "send_invitations",
    "send_seat_given",
]
