"""A stage for the page: the real API on a real state, with a cluster, shops and runs that are played."""
