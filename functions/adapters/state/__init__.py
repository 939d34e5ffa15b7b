"""Stores of record."""
