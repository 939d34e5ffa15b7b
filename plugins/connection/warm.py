"""Runs modules in forks of a process that has imported what they need (functions/adapters/ansible/modules.py)."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from pathlib import Path

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: warm
short_description: Run modules in forks of a process that is ready for them
description:
  - Like C(local), but a module that is piped into Python is handed to the process that listens at the path in the
    environment variable E(STOREYARD_MODULES). Without one, or for anything else, it is C(local).
author: Storeyard
extends_documentation_fragment:
  - connection_pipelining
options:
  become_success_timeout:
    description: As for C(local).
    type: int
    default: 10
  become_strip_preamble:
    description: As for C(local).
    type: bool
    default: true
"""

PYTHON = re.compile(r"/bin/sh -c '(?P<python>\S+) && sleep 0'")
STREAMS = ("stdin", "stdout", "stderr")


class Connection(LocalConnection):
    """This machine; `transport` says so to plugins that ask."""

    transport = "local"

    def exec_command(self, cmd, in_data=None, sudoable=True):
        """Hand a piped module over; run everything else as `local` does."""
        path = os.environ.get("STOREYARD_MODULES")
        found = PYTHON.fullmatch(cmd) if isinstance(cmd, str) else None
        if path and in_data and found and found["python"] == sys.executable:
            try:
                channel = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                channel.connect(path)
            except OSError:
                return super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
            with channel:
                return hand_over(channel, in_data)
        return super().exec_command(cmd, in_data=in_data, sudoable=sudoable)


def hand_over(channel, program):
    """Run the program in a fork of the process at the channel's other end; return exit code, output and errors."""
    files = [os.memfd_create(name) for name in STREAMS]
    try:
        os.write(files[0], program)
        os.lseek(files[0], 0, os.SEEK_SET)
        job = {"environ": dict(os.environ), "folder": str(Path.cwd())}
        socket.send_fds(channel, [json.dumps(job).encode()], files)
        code = channel.recv(1)
        return (code[0] if code else 1, read(files[1]), read(files[2]))
    finally:
        for file in files:
            os.close(file)


def read(file):
    """Return all of a file."""
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(os.dup(file), "rb") as stream:
        return stream.read()
