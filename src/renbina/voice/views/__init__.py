"""One module a page or two: the citizen's pages, the desk, and the services."""
