"""What can be wrong about sharing; each message says what to do."""

from renbina.foundation.errors import Refused


class NoteRefused(Refused):
    """A second note about the same programme, one about a programme not finished, or hiding without a reason."""
