"""What is looked at before a post is published: pure rules over a text, what an organization requires, and the gate."""
