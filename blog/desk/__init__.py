"""The editorial desk: where people of organizations write, review and publish posts, in admin."""
