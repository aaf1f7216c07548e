"""What the pages of competency say; one module a topic."""
