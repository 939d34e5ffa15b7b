"""The platform as a process that nobody looks after, in a session of its own, with a file for its log."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

LOG_LIMIT = 20_000_000


def started_at(pid: int) -> str:
    """Return when a process was started, in a form that no other process has before or after a reboot."""
    with contextlib.suppress(OSError, IndexError):
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()}/{ticks}"
    return ""


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start it. A log of more than 20 MB is moved aside."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
    with log.open("ab") as written:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )


def said(log: Path) -> list[str]:
    """Return the lines that it wrote."""
    return log.read_text(errors="replace").splitlines()
