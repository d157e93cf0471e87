"""Template tags of likes."""
