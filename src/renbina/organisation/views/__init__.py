"""Pages of the organisation, one module a page or two."""
