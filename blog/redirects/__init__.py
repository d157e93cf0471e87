"""Addresses that were public once go on answering."""
