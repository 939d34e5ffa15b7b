"""The platform as a unit of systemd: started with the machine, started again when it dies, fenced in, logged by journald."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "storeyard.service"
UNIT = Path("/etc/systemd/system") / NAME
# Not in the platform's own folder: what it may write to must not decide how it is started next.
ENVIRONMENT = Path("/etc/storeyard/platform.env")
STOP_SECONDS = 30
LINES = 50
TEMPLATE = """\
# Written by `make up` in {project}; `make down` removes it.
# Data: {home}
[Unit]
Description=Storeyard platform
Wants=network-online.target
After=network-online.target k3s.service
StartLimitIntervalSec=0

[Service]
Type=exec
WorkingDirectory={directory}
EnvironmentFile={environment}
ExecStart={command}
Restart=on-failure
RestartSec=2
# The platform ends its runs itself; what is left of it then is killed with its control group.
KillMode=mixed
TimeoutStopSec={seconds}
UMask=0077
SyslogIdentifier=storeyard

ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
PrivateTmp=true
PrivateDevices=true
NoNewPrivileges=true
# To read what the user owns who called sudo: this checkout, and files that settings name.
CapabilityBoundingSet=CAP_DAC_READ_SEARCH{capabilities}
ProtectClock=true
ProtectControlGroups=true
ProtectHostname=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
ProtectProc=invisible
LockPersonality=true
MemoryDenyWriteExecute=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""
PRIVILEGED_PORTS = 1024


class UnitError(Exception):
    """systemd does not do what it is asked; the message is one sentence."""


@dataclass(frozen=True)
class Unit:
    """The unit of one installation. `writable` are the folders that the platform may write to; `port` is what it listens on."""

    home: Path
    project: Path
    command: tuple[str, ...]
    environment: Mapping[str, str]
    writable: tuple[Path, ...]
    port: int

    @property
    def text(self) -> str:
        """Return the unit's file."""
        return TEMPLATE.format(
            project=self.project,
            home=self.home,
            directory=str(self.project).replace("%", "%%"),
            environment=ENVIRONMENT,
            command=" ".join(word(part, dollar="$$") for part in self.command),
            seconds=STOP_SECONDS,
            writable=" ".join(word(str(folder)) for folder in self.writable),
            capabilities=" CAP_NET_BIND_SERVICE" if self.port < PRIVILEGED_PORTS else "",
        )

    def start(self) -> None:
        """Write it, and start it now and with the machine. Raises UnitError."""
        for folder in self.writable:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ENVIRONMENT.parent.mkdir(mode=0o755, exist_ok=True)
        ENVIRONMENT.touch(mode=0o600)
        ENVIRONMENT.chmod(0o600)
        ENVIRONMENT.write_text("".join(f"{name}={value_of(value)}\n" for name, value in sorted(self.environment.items())))
        UNIT.write_text(self.text)
        UNIT.chmod(0o644)
        systemctl("daemon-reload")
        systemctl("enable", "--now", NAME)

    @property
    def pid(self) -> int:
        """Return the platform's process, 0 where there is none."""
        return int(shown()["MainPID"])

    def poll(self) -> int | None:
        """Return 1 if the process has ended, as often as systemd starts it again, None while it has not."""
        found = shown()
        ended = found["ActiveState"] in {"failed", "inactive"} or found["SubState"] == "auto-restart"
        return 1 if ended or found["NRestarts"] != "0" else None


def is_hidden(place: Path) -> bool:
    """True of a folder that the unit's own folder for temporary files hides."""
    return any(place.is_relative_to(folder) for folder in ("/tmp", "/var/tmp"))  # noqa: S108 - nothing is written there


def owner() -> str | None:
    """Return the folder of the installation that the unit is of, None where there is no unit."""
    try:
        lines = UNIT.read_text().splitlines()
    except OSError:
        return None
    return next((line.removeprefix("# Data: ") for line in lines if line.startswith("# Data: ")), "")


def remove(home: Path) -> bool:
    """Stop and remove an installation's unit; False if it has none. Raises UnitError."""
    if owner() != str(home):
        return False
    systemctl("disable", "--now", NAME)
    UNIT.unlink()
    ENVIRONMENT.unlink(missing_ok=True)
    ENVIRONMENT.parent.rmdir()
    systemctl("daemon-reload")
    return True


def shown() -> dict[str, str]:
    """Return what systemd knows of the unit. Raises UnitError."""
    names = ("MainPID", "ActiveState", "SubState", "NRestarts")
    printed = systemctl("show", NAME, f"--property={','.join(names)}")
    return {"MainPID": "0", "NRestarts": "0", **dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)}


def said() -> list[str]:
    """Return the last lines that the platform wrote."""
    command = ["journalctl", f"--unit={NAME}", "--identifier=storeyard", f"--lines={LINES}", "--output=cat", "--no-pager"]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False).stdout.splitlines()


def systemctl(*arguments: str) -> str:
    """Return what systemctl prints. Raises UnitError."""
    done = subprocess.run(["systemctl", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise UnitError(f"systemctl {' '.join(arguments)} failed: {lines[-1]}")
    return done.stdout


def word(text: str, *, dollar: str = "$") -> str:
    """Return a word of a unit's line, in which specifiers, quotes and, of a command, variables mean themselves."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", dollar) + '"'


def value_of(text: str) -> str:
    """Return a value of an environment file, as systemd reads it."""
    for special in ("\\", '"', "$", "`"):
        text = text.replace(special, f"\\{special}")
    return f'"{text}"'
