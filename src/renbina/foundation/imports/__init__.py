"""The import engine. A room declares what it imports (`ImportKind`); the engine reads, checks, compares and applies.

Guard -> reading in a child process -> header -> cells -> checks of the room -> staging -> difference -> apply, all or
nothing. Nothing of what is stored changes before "apply".
"""

from renbina.foundation.imports.declare import (
    CellProblem,
    Field,
    ImportContext,
    ImportKind,
    Message,
    Problem,
    Row,
    titled,
)

__all__ = ["CellProblem", "Field", "ImportContext", "ImportKind", "Message", "Problem", "Row", "titled"]
