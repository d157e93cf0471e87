"""What a person wrote and gave."""
