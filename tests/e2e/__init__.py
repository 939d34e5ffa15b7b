"""On a real cluster, through the doors that people use: HTTP, the shops' addresses, a browser, ansible-playbook and make."""
