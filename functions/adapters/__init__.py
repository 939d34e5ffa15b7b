"""The adapters: the only modules that talk to the outside. Each implements a port of the domain."""
