"""Lists of competency; one module a page."""
