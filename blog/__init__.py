"""What the site publishes: one small Django app per subject."""
