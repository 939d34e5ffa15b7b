"""leftovers.py save FILE | compare FILE: what `make down` must take off the machine again, as it was before `make up`.

Needs the standard library only. `compare` prints what is there now and was not then, and ends with 1 if there is anything.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

Snapshot = dict[str, list[str]]
FOLDER = re.compile(rb"storeyard|docker|containerd|kubelet|kube-|etcd|traefik|/kind")
# Comments, and what tables without a rule consist of.
EMPTY = re.compile(r"#|\*|COMMIT|:\w+ ACCEPT|\s*[{}]?$|\s*chain |\s*type \w+ hook ")
SYSCTLS = (
    *("net.ipv4.ip_forward", "vm.overcommit_memory", "vm.panic_on_oom", "kernel.panic", "kernel.panic_on_oops"),
    *("kernel.keys.root_maxkeys", "kernel.keys.root_maxbytes"),
)


def lines(*command: str) -> list[str]:
    """Return what a program prints, without what is different each time: counters, comments, order."""
    try:
        printed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    except FileNotFoundError:
        return []
    stripped = (re.sub(r"\[\d+:\d+\]|counter packets \d+ bytes \d+", "", line).rstrip() for line in printed.splitlines())
    return sorted({line for line in stripped if line and not EMPTY.match(line)})


def ancestors() -> set[int]:
    """Return this process and those that it was started from."""
    found, pid = set(), os.getpid()
    while pid > 1:
        found.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return found


def processes() -> list[str]:
    """Return the processes that could be ours: by a word of their command line, or by a mark in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) in ancestors():
            continue
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
            started = (folder / "stat").read_text().rpartition(")")[2].split()[19]
        except OSError:
            continue
        if command and (FOLDER.search(command) or b"STOREYARD_RUNS=" in environment):
            found.append(
                f"{folder.name} (start {started}): {command.replace(bytes(1), b' ').decode(errors='replace').strip()[:200]}"
            )
    return sorted(found)


def snapshot() -> Snapshot:
    """Look at everything."""
    mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    cgroups = [
        str(path)
        for path in Path("/sys/fs/cgroup").glob("**/*")
        if path.is_dir() and re.search("docker|kube|storeyard", path.name)
    ]
    namespaces = [str(path) for folder in ("/run/netns", "/run/docker/netns") for path in Path(folder).glob("*")]
    tables = {
        f"{name} -t {table}": lines(f"{name}-save", "-t", table)
        for name in ("iptables", "ip6tables")
        for table in ("nat", "filter")
    }
    return {
        "processes": processes(),
        "mounts": sorted(mounts),
        "links": [line.split(":")[1].strip() for line in lines("ip", "-o", "link")],
        "routes": lines("ip", "route"),
        "network namespaces": sorted(namespaces),
        "listening": sorted({line.split()[3] for line in lines("ss", "-Hltn")}),
        "nft": lines("nft", "-s", "list", "ruleset"),
        "sysctls": [f"{name} = {Path('/proc/sys', *name.split('.')).read_text().strip()}" for name in SYSCTLS],
        "cgroups": sorted(cgroups),
        **tables,
    }


def compare(before: Snapshot, now: Snapshot) -> list[str]:
    """Return what is there now and was not before."""
    return [f"{kind}: {entry}" for kind, entries in now.items() for entry in entries if entry not in before.get(kind, [])]


def main() -> int:
    """Do what was asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("verb", choices=("save", "compare"))
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.verb == "save":
        asked.file.write_text(json.dumps(snapshot()))
        return 0
    left = compare(json.loads(asked.file.read_text()), snapshot())
    print("\n".join(f"left behind: {line}" for line in left) or "Nothing is left behind.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
