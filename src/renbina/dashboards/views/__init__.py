"""Pages of the overviews, one module a page."""
