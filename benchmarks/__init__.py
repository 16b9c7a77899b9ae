"""What is measured, each figure beside its baseline: `make bench`."""
