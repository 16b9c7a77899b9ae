"""An import is reverted, unless something depends on what it did."""
