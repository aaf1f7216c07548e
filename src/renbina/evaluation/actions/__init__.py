"""The writes of evaluation; one module a topic."""
