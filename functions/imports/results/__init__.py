"""What became of rows: reports, and files of rejected rows."""
