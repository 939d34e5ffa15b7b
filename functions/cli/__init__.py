"""The command line `storeyard`: a client of the HTTP API, and of nothing else of this project."""

VERSION = "0.1.0"
