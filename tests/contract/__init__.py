"""Tests that hold several implementations, or names in several places, to one promise."""
