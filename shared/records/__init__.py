"""Items of the tables that two rooms read or write."""
