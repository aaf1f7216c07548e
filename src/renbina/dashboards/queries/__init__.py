"""Reads of the overviews. Every page is one call that answers with frozen rows; access is part of each."""
