"""The demonstration: an invented city, loaded through the product's own actions (ADR 0004)."""
