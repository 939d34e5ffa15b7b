"""The store of record on one machine."""
