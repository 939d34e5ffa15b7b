"""The worker: runs operations."""
