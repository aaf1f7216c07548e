"""What can be imported: the one list, composed of the rooms' declarations."""

IMPORTS: dict[str, object] = {}
