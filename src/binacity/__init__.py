"""A pure generator of synthetic Indonesian government agencies: same size and seed, same city, on every machine."""
