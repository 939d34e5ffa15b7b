"""What a store, an operation and a lease are, and every rule about them.

Imports the standard library and pydantic only; nothing here does I/O, reads a clock or the environment.
"""
