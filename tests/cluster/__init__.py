"""What the suites on a real cluster share: the installation, its API, a browser, playbooks, and looks at fences and pods."""
