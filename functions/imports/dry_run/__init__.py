"""What would become of each row, without writing any."""
