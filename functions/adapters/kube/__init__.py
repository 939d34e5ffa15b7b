"""The Kubernetes API as the roles' own tasks use it.

A small client on httpx instead of the `kubernetes` package: importing that takes most of a second, and these tasks run
inside ansible-playbook's own process, where httpx is loaded once for all of them.
"""
