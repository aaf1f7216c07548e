"""Forms of needs; one module a topic."""
