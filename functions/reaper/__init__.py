"""The reaper: mends what lost workers left."""
