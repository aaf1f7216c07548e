"""Papers of voice."""
