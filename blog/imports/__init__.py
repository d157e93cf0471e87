"""How documents come in: readers, the importer, and the record of what became of each line."""
