"""On a real cluster, through the doors that people use: HTTP, the shops' addresses, a browser, ansible-playbook and make."""

# The engine whose HTTP API these tests speak by hand. What holds for every engine is in tests/conformance.
ENGINE = "medusa"
