"""Words of needs."""
