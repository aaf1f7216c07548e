"""What the pages of the organisation show, put together from the facts of a day."""
