"""The portfolio by how late it is."""
