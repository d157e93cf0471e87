"""What readers answer: comments in threads, on the tables of django-comments-xtd."""
