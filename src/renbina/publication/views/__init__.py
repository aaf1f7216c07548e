"""One module a page or two: the front page, the results of services, and publishing them."""
