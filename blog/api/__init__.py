"""The read API: posts, organizations, terms, replies and the search as JSON, for programs of anybody."""
