"""What a run of the suite means: an engine that was not run does not conform, and no exit status says that it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Run:
    """What came of one engine. `code`: pytest's exit status, None: the suite was not started, since images are missing.

    `ran`: tests that were neither skipped nor left out. `absent`: files that its images need and no registry serves.
    """

    engine: str
    code: int | None = None
    ran: int = 0
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What is said of an engine; `excused`: it was not run, for the one reason that does not fail a run over all engines."""

    line: str
    good: bool = False
    excused: bool = False


def judge(run: Run) -> Verdict:
    """Say in one line whether an engine conforms, or that and why it is not known."""
    if run.code is None and run.absent:
        missing = (
            f"{', '.join(run.absent)} could not be downloaded and {'is' if len(run.absent) == 1 else 'are'} not in the cache"
        )
        return Verdict(f"NOT RUN: {run.engine} ({missing})", excused=True)
    if run.code is None:
        return Verdict(f"NOT RUN: {run.engine} (its images are not built here: `make images` builds them, or says why not)")
    if run.code:
        return Verdict(f"{run.engine} does NOT conform (pytest ended with {run.code})")
    if not run.ran:
        return Verdict(f"NOT RUN: {run.engine} (every test was skipped or left out)")
    return Verdict(f"{run.engine} conforms ({run.ran} tests)", good=True)


def exit_status(verdicts: Sequence[Verdict], *, named: bool) -> int:
    """Return 0 only if something conforms and nothing else came out, but for engines that are excused where none was named."""
    fine = [verdict.good or (verdict.excused and not named) for verdict in verdicts]
    return 0 if all(fine) and any(verdict.good for verdict in verdicts) else 1


def absent_files(images: Sequence[str], folders: Path, cache: Path) -> tuple[str, ...]:
    """Return the files of an engine's images that neither a registry nor the cache has, so that they cannot be built."""
    return tuple(
        name for image in images for name in _downloads(folders / image) if not _has_content(cache / image / name)
    )  # as roles/image_build/files/images.sh looks for them


def count_run(report: Path) -> int:
    """Return how many tests a JUnit report counts that were not skipped; 0 without a report."""
    if not report.is_file():
        return 0
    suites: list[Mapping[str, str]] = [suite.attrib for suite in ElementTree.parse(report).iter("testsuite")]
    return sum(int(suite["tests"]) - int(suite["skipped"]) for suite in suites)


def _downloads(folder: Path) -> Iterator[str]:
    """The names of the files that an image takes from outside: the last part of each address of its downloads.txt."""
    listed = folder / "downloads.txt"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    yield from (line.split()[0].rpartition("/")[2] for line in lines if line.strip() and not line.startswith("#"))


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
