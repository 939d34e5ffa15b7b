"""The store of record for several machines of one's own."""
