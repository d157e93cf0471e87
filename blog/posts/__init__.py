"""What is published: posts, their terms, and the pages and feeds that show them."""
