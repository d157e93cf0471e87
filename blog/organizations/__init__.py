"""Who publishes: organizations and the people who act for them."""
