"""What a person types, where nothing is up."""
