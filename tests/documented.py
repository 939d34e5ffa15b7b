"""docs/medusa-project.md as it is followed: its files, section by section, and its commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs/medusa-project.md"
BLOCK = re.compile(r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Section:
    """A section: files in the order in which they are written, and what is typed after that, a block each."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write its files, also over those of an earlier section."""
        for name, text in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")


def sections(page: Path = PAGE) -> Sequence[Section]:
    """Return the page's sections with what is in them. Raises ValueError for a block that is neither a file nor commands."""
    return tuple(_sections(page.read_text(encoding="utf-8")))


def _sections(text: str) -> Iterator[Section]:
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        made = Section(part.split("\n", 1)[0])
        for block in BLOCK.finditer(part):
            if block["path"]:
                made.files[block["path"]] = block["text"]
            elif block["language"] == "sh":
                made.commands.append(block["text"])
            else:
                raise ValueError(f"a block of {made.title} is neither a file nor commands: {block['text'][:80]}")
        yield made


def project(upto: str, found: Sequence[Section] | None = None) -> Mapping[str, str]:
    """Return the project's files as they are after the section whose title begins so."""
    files: dict[str, str] = {}
    for section in sections() if found is None else found:
        files |= section.files
        if section.title.startswith(upto):
            return files
    raise ValueError(f"there is no section {upto}")
