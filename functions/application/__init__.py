"""Use cases, the lifecycle of operations, and what both need of the world (`ports`). No I/O of its own."""
