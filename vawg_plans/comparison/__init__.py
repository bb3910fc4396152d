"""Statistics: rows in, results out."""
