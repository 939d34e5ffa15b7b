"""Everything that is Ansible's: inventories, and runs of playbooks, each in processes of its own."""
