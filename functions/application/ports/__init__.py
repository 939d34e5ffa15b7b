"""What the application needs of the world, as Protocols, a module per aggregate; adapters implement them, tests bring fakes."""
