"""Files as rows of cells, and rows as records."""
