"""Commands that bring documents in."""
