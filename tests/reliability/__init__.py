"""Upgrades that are broken on purpose, and other faults in a store's life (make reliability)."""
