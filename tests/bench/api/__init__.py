"""The API beside two peers, and by itself: `make bench-api`."""
