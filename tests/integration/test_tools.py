"""tools.sh and the programs it puts into the cache, with stand-ins for those."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.fakes.programs import stand_in

HELM = """[ "$1" = version ] || {{ echo this is helm; exit; }}
echo 'version.BuildInfo{{Version:"v{major}.0.1", GoVersion:"go1.25"}}'"""
FILES = Path(__file__).resolve().parents[2] / "roles/tools/files"


def tools(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run tools.sh on a machine that it has no programs for, with those of tmp_path/machine."""
    stand_in(tmp_path / "machine/uname", "echo Linux riscv64")
    environ = {
        "PATH": f"{tmp_path / 'machine'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "STOREYARD_CACHE": str(tmp_path / "cache"),
    }
    return subprocess.run([str(FILES / "tools.sh")], env=environ, capture_output=True, text=True, timeout=20, check=False)


def test_programs_of_the_machine_are_used_where_there_are_none_to_install(tmp_path: Path) -> None:
    stand_in(tmp_path / "machine/helm", HELM.format(major=4))
    stand_in(tmp_path / "machine/kubectl", "echo this is kubectl")

    first, second = tools(tmp_path), tools(tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "changed: " in first.stdout
    assert "changed: " not in second.stdout
    found = [
        subprocess.run([str(tmp_path / "cache/bin" / name)], capture_output=True, text=True, timeout=20, check=True).stdout
        for name in ("helm", "kubectl")
    ]
    assert found == ["this is helm\n", "this is kubectl\n"]


def test_a_helm_before_4_is_refused_until_it_is_another(tmp_path: Path) -> None:
    stand_in(tmp_path / "machine/helm", HELM.format(major=3))
    stand_in(tmp_path / "machine/kubectl", "true")

    for _ in range(2):
        done = tools(tmp_path)
        assert done.returncode == 1
        assert f"Helm 4 is needed, and {tmp_path / 'machine/helm'} is another" in done.stderr

    stand_in(tmp_path / "machine/helm", HELM.format(major=10))
    done = tools(tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_missing_on_such_a_machine_is_said(tmp_path: Path) -> None:
    done = tools(tmp_path)

    assert done.returncode == 1
    assert "Install helm 4 and kubectl 1.35 (this machine is Linux riscv64), and run this again." in done.stderr
