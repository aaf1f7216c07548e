"""What can be wrong about a class; each message says what to do."""

from renbina.foundation.errors import Refused


class BatchRefused(Refused):
    """A class that cannot be opened like this: seats, days, trainer, or not in the plan."""


class NobodyToInvite(Refused):
    """Every planned person has been invited to a class already."""


class NamingRefused(Refused):
    """Somebody who cannot come at those times, has answered already, or whose unit has nobody left to spare."""


class AnswerRefused(Refused):
    """Too late to answer, without a needed reason, or two classes at the same time."""


class AttendanceRefused(Refused):
    """Too early, too late, a wrong or expired code, no seat, or noted in another place at the same time."""


class CancellingRefused(Refused):
    """Without a reason, after somebody was noted as present, or a class that is settled already."""


class ClosingRefused(Refused):
    """A class that is not over yet, lacks a list, or is closed already."""


class RevocationRefused(Refused):
    """A certificate that is revoked already, or without a reason."""
