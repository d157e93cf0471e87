"""Finding posts and organizations by words: the index, what a query means, the results page and its feed."""
