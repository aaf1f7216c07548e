"""Pages of surveys: parse, one call, render."""
