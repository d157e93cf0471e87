"""Who somebody is: the user and signing in."""
