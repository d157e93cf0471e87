"""The site: settings, addresses, server, page shell and operator commands. It composes `blog` and has no content models."""
