"""Images and documents of organizations: the shelf, the files that are served, and where each is used."""
