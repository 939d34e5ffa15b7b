"""Conformance that did not run an engine is not green."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.conformance.verdict import Run, Verdict, absent_files, count_run, exit_status, judge

PROJECT = Path(__file__).resolve().parents[2]
GOOD, BROKEN = Run("one", code=0, ran=20), Run("one", code=1, ran=20)
KILLED = Run("one", code=-9)
SKIPPED = Run("one", code=0, ran=0)
UNBUILT = Run("two")
NO_FILES = Run("two", absent=("shop-1.zip",))

CASES: dict[str, tuple[tuple[Run, ...], int, int]] = {
    # runs; exit status where the first engine was named, and where none was
    "it conforms": ((GOOD,), 0, 0),
    "a test failed": ((BROKEN,), 1, 1),
    "a signal ended pytest": ((KILLED,), 1, 1),
    "every test was skipped": ((SKIPPED,), 1, 1),
    "its images are not built": ((UNBUILT,), 1, 1),
    "its files cannot be had": ((NO_FILES,), 1, 1),
    "nothing was asked for": ((), 1, 1),
    "one of two fails": ((GOOD, BROKEN), 1, 1),
    "one of two was skipped": ((GOOD, SKIPPED), 1, 1),
    "one of two is not built": ((GOOD, UNBUILT), 1, 1),
    "the files of one of two cannot be had": ((GOOD, NO_FILES), 1, 0),
    "one fails and the other's files cannot be had": ((BROKEN, NO_FILES), 1, 1),
}


@pytest.mark.parametrize(("runs", "named", "unnamed"), CASES.values(), ids=CASES)
def test_green_means_that_it_ran(runs: tuple[Run, ...], named: int, unnamed: int) -> None:
    verdicts = [judge(run) for run in runs]

    assert (exit_status(verdicts, named=True), exit_status(verdicts, named=False)) == (named, unnamed)


def test_what_was_not_run_is_said_loudly_and_why() -> None:
    assert judge(GOOD) == Verdict("one conforms (20 tests)", good=True)
    assert judge(SKIPPED).line == "NOT RUN: one (every test was skipped or left out)"
    assert judge(UNBUILT).line.startswith("NOT RUN: two (its images are not built here")
    assert judge(NO_FILES).line == "NOT RUN: two (shop-1.zip could not be downloaded and is not in the cache)"
    two = Run("two", absent=("shop-1.zip", "plugin.zip"))
    assert judge(two).line == "NOT RUN: two (shop-1.zip, plugin.zip could not be downloaded and are not in the cache)"


def test_an_engine_that_ran_is_never_excused_by_files_that_are_absent() -> None:
    assert not judge(Run("two", code=1, ran=3, absent=("shop-1.zip",))).excused
    assert not judge(Run("two", code=0, ran=0, absent=("shop-1.zip",))).excused


def test_files_that_cannot_be_had_are_those_that_no_registry_serves(tmp_path: Path) -> None:
    folders, cache = tmp_path / "images", tmp_path / "cache"
    for image in ("shop", "database"):
        (folders / image).mkdir(parents=True)
        (cache / image).mkdir(parents=True)
    lines = ["# What the build takes", "https://shop.example/a/shop-1.zip sha1:00", "", "https://shop.example/plugin.zip -"]
    (folders / "shop" / "downloads.txt").write_text("\n".join(lines))

    assert absent_files(("shop", "database"), folders, cache) == ("shop-1.zip", "plugin.zip")
    (cache / "shop" / "shop-1.zip").write_bytes(b"code")
    (cache / "shop" / "plugin.zip").touch()  # a download that broke off
    assert absent_files(("shop", "database"), folders, cache) == ("plugin.zip",)
    (cache / "shop" / "plugin.zip").write_bytes(b"code")
    assert absent_files(("shop", "database"), folders, cache) == ()


def test_every_download_of_our_images_is_a_name_that_can_be_looked_for(tmp_path: Path) -> None:
    engines = FileCatalogue(PROJECT / "charts").engines().values()

    found = [name for engine in engines for name in absent_files(engine.images, PROJECT / "images", tmp_path)]

    assert found
    assert all(name and "/" not in name for name in found)


def test_skipped_tests_do_not_count_as_run(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"

    assert count_run(report) == 0
    report.write_text('<testsuites><testsuite name="pytest" errors="1" failures="0" skipped="3" tests="5"/></testsuites>')
    assert count_run(report) == 2
