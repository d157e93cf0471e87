"""What happens to subscriptions, and how issues come into being."""
