"""The HTTP door: request in, JSON out. Nothing below it knows of HTTP."""
