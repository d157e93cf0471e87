"""What has changed, as the database itself records it, and what a page that is being rendered shows."""
