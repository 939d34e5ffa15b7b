"""The Kubernetes API as the roles' own tasks and the observer use it.

`client` knows objects, `session` sends requests with credentials that hold, `kubeconfig` and `plugin` find those. On httpx and
of our own: docs/decisions/0016-a-client-of-our-own.md says what lightkube and the official client lack.
"""
