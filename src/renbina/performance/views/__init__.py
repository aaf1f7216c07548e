"""Pages of performance, one module a page."""
