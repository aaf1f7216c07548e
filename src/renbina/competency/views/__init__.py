"""Pages of competency; one module a page."""
