"""Who hears what: event name -> the actions that react. The only such list."""

SUBSCRIPTIONS: dict[str, tuple[object, ...]] = {}
