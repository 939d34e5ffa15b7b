"""What a role's template says, rendered by Ansible as the role would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent


def rendered(tmp_path: Path, role: str, template: str, **variables: object) -> str:
    """Render a role's template with its defaults and vars."""
    play: dict[str, Any] = {
        "hosts": "localhost",
        "gather_facts": False,
        "connection": "local",
        "vars": {"ansible_python_interpreter": sys.executable},
        "tasks": [
            {"ansible.builtin.include_vars": str(file)}
            for file in (PROJECT / f"roles/{role}/defaults/main.yml", PROJECT / f"roles/{role}/vars/main.yml")
            if file.exists()
        ]
        + [{"ansible.builtin.template": {"src": f"{PROJECT}/roles/{role}/templates/{template}", "dest": f"{tmp_path}/out"}}],
    }
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]))
    extra = json.dumps(variables)  # over what the role's files say
    command = ["ansible-playbook", "-i", "localhost,", "-e", extra, str(tmp_path / "play.yml")]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    result = subprocess.run(
        command, cwd=PROJECT, text=True, capture_output=True, check=False, timeout=100, env={**os.environ, "PATH": path}
    )
    assert result.returncode == 0, result.stdout
    return (tmp_path / "out").read_text()
