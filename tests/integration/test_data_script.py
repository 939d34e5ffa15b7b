"""The program of the database images that reads and writes a store's files, run here; its database parts need a database."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from functions.settings import PROJECT
from tests.fakes.programs import stand_in

SCRIPTS = sorted(PROJECT.glob("images/*/data.sh"))


class Data:
    """One script, with folders of its own."""

    def __init__(self, script: Path, folder: Path) -> None:
        self.files = folder / "files"
        self.bin = folder / "bin"
        self._script = script
        self._work = folder / "work"
        for made in (self.files, self._work, self.bin):
            made.mkdir()
        (folder / "password").write_text("pass word")
        self._environment = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "WORK": str(self._work),
            "FILES": str(self.files),
            "DATABASE_NAME": "shop",
            "DATABASE_PASSWORD_FILE": str(folder / "password"),
        }

    def run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it as the pod does."""
        command = ["bash", str(self._script), *words]
        return subprocess.run(command, input=stdin, capture_output=True, env=self._environment, check=False)

    def dump(self) -> bytes:
        """Dump the files, which has to go well."""
        done = self.run("dump", "files")
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(params=SCRIPTS, ids=[script.parent.name for script in SCRIPTS])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Data:
    return Data(request.param, tmp_path)


def test_both_database_images_have_the_program() -> None:
    assert [script.parent.name for script in SCRIPTS] == ["mariadb", "postgresql"]


def test_files_come_back_as_they_were_and_what_was_not_there_goes(data: Data) -> None:
    (data.files / "2026/11").mkdir(parents=True)
    (data.files / "2026/11/a picture.png").write_bytes(os.urandom(300_000))
    (data.files / ".htaccess").write_text("deny")
    (data.files / "-odd\nname").write_text("odd")
    (data.files / "lost+found").mkdir()
    before = {path.relative_to(data.files): path.read_bytes() for path in data.files.rglob("*") if path.is_file()}

    dumped = data.dump()
    (data.files / ".htaccess").write_text("allow")
    (data.files / "newer").mkdir()
    (data.files / "newer/one").write_text("newer")
    for _ in range(2):
        assert data.run("load", "files", stdin=dumped).returncode == 0
        assert {path.relative_to(data.files): path.read_bytes() for path in data.files.rglob("*") if path.is_file()} == before
    assert (data.files / "lost+found").is_dir()


def test_a_shop_without_files_is_dumped_and_loaded_too(data: Data) -> None:
    dumped = data.dump()
    (data.files / "newer").write_text("newer")
    assert data.run("load", "files", stdin=dumped).returncode == 0
    assert list(data.files.iterdir()) == []


def test_what_was_sent_is_summed_where_it_was_sent(data: Data) -> None:
    (data.files / "one").write_bytes(os.urandom(100_000))
    dumped = data.dump()
    assert data.run("sum", "files").stdout.decode() == f"{len(dumped)} {hashlib.sha256(dumped).hexdigest()}\n"


@pytest.mark.parametrize("said", ["file changed as we read it", "File removed before we read it"])
def test_a_file_that_changes_while_it_is_copied_is_no_failure(data: Data, said: str) -> None:
    """A shop that is open writes its logs among its uploads. tar says so by status 1, and its archive is whole."""
    (data.files / "shop.log").write_text("line")
    stand_in(data.bin / "tar", f'/usr/bin/env -i PATH=/usr/bin:/bin tar "$@"; echo "tar: ./shop.log: {said}" >&2; exit 1')
    dumped = data.run("dump", "files")
    assert dumped.returncode == 0
    (data.bin / "tar").unlink()
    assert data.run("load", "files", stdin=dumped.stdout).returncode == 0
    assert (data.files / "shop.log").read_text() == "line"


def test_files_that_cannot_be_read_fail_the_dump(data: Data) -> None:
    stand_in(data.bin / "tar", "echo half; echo 'tar: ./picture: Input/output error' >&2; exit 2")
    done = data.run("dump", "files")
    assert done.returncode != 0
    assert b"Input/output error" in done.stderr


def test_the_dump_of_a_database_that_breaks_fails_also_behind_the_compressor(data: Data) -> None:
    for program in ("pg_dump", "mariadb-dump"):
        stand_in(data.bin / program, "echo half; echo 'lost connection' >&2; exit 3")
    done = data.run("dump", "database")
    assert done.returncode != 0
    assert b"lost connection" in done.stderr


def test_a_dump_that_was_cut_short_is_not_loaded_as_if_it_were_whole(data: Data) -> None:
    (data.files / "one").write_bytes(os.urandom(500_000))
    dumped = data.dump()
    assert data.run("load", "files", stdin=dumped[: len(dumped) // 2]).returncode != 0
    assert data.run("load", "files", stdin=dumped).returncode == 0


def test_a_load_takes_as_long_as_it_takes_whatever_the_shops_statements_are_allowed(data: Data, tmp_path: Path) -> None:
    said = tmp_path / "said"
    dump = subprocess.run(["zstd", "-q"], input=b"SELECT 'of the dump';\n", stdout=subprocess.PIPE, check=True).stdout
    stand_in(data.bin / "pg_restore", "cat > /dev/null; echo \"SELECT 'of the dump';\"")
    stand_in(data.bin / "psql", f'echo "$PGOPTIONS" >> {said}; cat >> {said}')
    stand_in(data.bin / "mariadb", f"cat >> {said}")

    assert data.run("load", "database", stdin=dump).returncode == 0

    before, _, after = said.read_text().partition("of the dump")
    assert "statement_timeout=0" in before or before.count("max_statement_time = 0;") == 2
    assert after


def test_the_password_is_in_no_argument_and_no_environment_of_a_program(data: Data) -> None:
    for program in ("pg_dump", "mariadb-dump"):
        stand_in(data.bin / program, 'echo "$@" >&2; env >&2')
    done = data.run("dump", "database")
    assert b"DATABASE_PASSWORD_FILE" in done.stderr
    assert b"pass word" not in done.stderr


def test_a_word_that_it_does_not_know_is_refused(data: Data) -> None:
    assert data.run("dump", "everything").returncode == 2
