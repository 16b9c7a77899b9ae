"""What two rooms need; the layer of every function."""
