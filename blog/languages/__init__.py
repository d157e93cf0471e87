"""The languages of pages: which one an address names, and what a page in another one is called. No models."""
