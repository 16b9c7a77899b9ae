"""What the business knows without a database: financing, contributions, names, phones. Pure."""
