"""The store of record on AWS."""
