"""What is made once and kept: one for all, whole, and nobody else's."""

from __future__ import annotations

import itertools
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from functions import backends
from functions.adapters.kept import kept_once
from functions.settings import BadSetting, read

SECRET = "x" * 32


def test_all_who_make_it_at_once_have_the_same_and_leave_nothing_else(tmp_path: Path) -> None:
    file, numbers = tmp_path / "home" / "secret", itertools.count()

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: kept_once(file, lambda: f"secret-{next(numbers)}"), range(40)))

    assert len(found) == 1
    assert [path.name for path in file.parent.iterdir()] == ["secret"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_who_dies_halfway_leaves_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"

    def dies(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "hardlink_to", dies)
    with pytest.raises(KeyboardInterrupt):
        kept_once(file, lambda: "one")
    monkeypatch.undo()

    assert list(tmp_path.iterdir()) == []
    assert kept_once(file, lambda: "two") == "two"


def test_on_one_machine_the_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    chosen = read({"HOME": str(tmp_path)})

    made = backends.signing_secret(chosen)

    assert len(made.encode()) >= 32
    assert backends.signing_secret(chosen) == made
    assert (chosen.home / "jwt-secret").read_text().strip() == made


def test_one_that_is_given_is_taken_and_written_nowhere(tmp_path: Path) -> None:
    chosen = read({"HOME": str(tmp_path), "JWT_SECRET": SECRET, "STATE_BACKEND": "dynamodb"})

    assert backends.signing_secret(chosen) == SECRET
    assert list(tmp_path.iterdir()) == []
    assert SECRET not in repr(chosen)
    assert SECRET not in chosen.model_dump_json()


def test_where_processes_share_a_table_it_must_be_given(tmp_path: Path) -> None:
    given = {"STATE_URL": "postgresql:///yard", "STOREYARD_INSTALLATION": "prod"}
    for backend in ("dynamodb", "postgresql"):
        said = rf"^The setting JWT_SECRET must be given where STATE_BACKEND is {backend}: [^\n]+\.$"
        with pytest.raises(BadSetting, match=said):
            backends.signing_secret(read({"HOME": str(tmp_path), "STATE_BACKEND": backend, **given}))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(BadSetting, match=r"JWT_SECRET is not given, and a secret cannot be kept in .*: Not a directory\.$"):
        backends.signing_secret(read({"HOME": str(tmp_path), "STOREYARD_HOME": str(tmp_path / "home/below")}))


def test_one_that_is_too_short_is_refused_and_not_shown() -> None:
    with pytest.raises(BadSetting) as caught:
        read({"HOME": "/h", "JWT_SECRET": "short-secret"})

    assert str(caught.value) == "The setting JWT_SECRET cannot be used: it must have at least 32 bytes."
    assert "short-secret" not in repr(caught.value.__cause__)
