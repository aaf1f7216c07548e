"""What the overviews say; one module a topic."""
