"""The pages of evaluation; one module a page."""
