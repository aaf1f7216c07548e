"""Forms of competency; one module a page."""
