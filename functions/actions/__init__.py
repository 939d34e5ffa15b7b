"""The roles' own Ansible tasks. They run inside ansible-playbook's process: no module to pack, no Python to start.

The files in roles/*/action_plugins only put the repository on Python's path and hand over to the classes here.
"""
