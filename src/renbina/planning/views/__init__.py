"""Pages of planning, one module a page: parse, one call, render."""
