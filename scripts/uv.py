"""uv.py ARGUMENT...: runs the uv that is installed beside this Python, with the index that pip is configured for.

Who is behind a mirror or a proxy has told pip, in its files or in PIP_* variables, and uv reads neither. What uv's own
variables say goes before. Needs pip and the standard library only.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Of pip's settings, each overrides those before it.
SECTIONS = ("global", "install", ":env:")
NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "client-cert": "SSL_CLIENT_CERT",
}


def pip_settings() -> dict[str, str]:
    """Return what pip is configured for, by the name of the option."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in printed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in found:
            found[section][name] = str(ast.literal_eval(value))
    return {name: value for section in SECTIONS for name, value in found[section].items() if value}


def uv_settings(pip: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables that say the same to uv."""
    said = {name: " ".join(pip[option].split()) for option, name in NAMES.items() if option in pip}
    if "find-links" in pip:
        places = [place for place in pip["find-links"].split() if "://" in place or Path(place).exists()]
        said["UV_FIND_LINKS"] = ",".join(places)  # pip takes no offence at a folder that is not there
    if pip.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        said["UV_NO_INDEX"] = "1"
    if "cert" in pip:
        said["SSL_CERT_DIR" if Path(pip["cert"]).is_dir() else "SSL_CERT_FILE"] = pip["cert"]
    if "proxy" in pip:
        said |= {"HTTP_PROXY": pip["proxy"], "HTTPS_PROXY": pip["proxy"]}
    if pip.get("keyring-provider") == "subprocess":
        said["UV_KEYRING_PROVIDER"] = "subprocess"
    return {name: value for name, value in said.items() if value}


def main() -> None:
    """Become uv."""
    program = Path(sys.executable).parent / "uv"
    # Its files stay in our cache, above the environments, from where it links them into each.
    ours = {"UV_CACHE_DIR": str(Path(sys.prefix).parents[1] / "uv"), "UV_PYTHON_DOWNLOADS": "never"}
    said = {name: value for name, value in os.environ.items() if value}
    environment = {**ours, **uv_settings(pip_settings()), **said}
    os.execve(program, [str(program), *sys.argv[1:]], environment)  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
