"""Small disks below a platform's data, so that one can be filled: where this program may mount one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.place import Place

HOME_MIB, RUNS_MIB = 256, 96


@contextmanager
def small_disks(place: Place) -> Iterator[None]:
    """A disk for the data folder and one for the runs in it; none for lack of rights, and then nothing is filled.

    They are gone at the end, with what is on them; the data is copied to the folder `kept` before.
    """
    mounted: list[Path] = []
    try:
        if os.geteuid() == 0:
            for folder, mib in ((place.home, HOME_MIB), (place.runs, RUNS_MIB)):
                if not _mount(folder, mib):
                    break
                mounted.append(folder)
        yield
    finally:
        if mounted:
            shutil.copytree(place.home, place.folder / "kept", ignore_dangling_symlinks=True)
        for folder in reversed(mounted):
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _mount(folder: Path, mib: int) -> bool:
    """Put what is in a folder onto a disk of its own in its place."""
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=700", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return False
    for path, content in kept.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return True
