"""What happened: who did what, when, and what was there before. Other apps record it with `audit.services.record`."""
