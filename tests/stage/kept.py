"""What a stage leaves in its folder, for one that goes on there: who is on it, and what was under way."""

from __future__ import annotations

import json
from pathlib import Path

from functions.bootstrap import Platform
from functions.domain.entities import USERS
from tests.stage.seeds import Seeded

FILE = "seeded.json"


def is_kept(folder: Path) -> bool:
    """True where a stage was set before."""
    return (folder / FILE).is_file()


def keep(folder: Path, seeded: Seeded) -> None:
    """Leave what is needed to go on."""
    people = {name: user.id for name, user in seeded.people.items()}
    said = {"people": people, "tokens": seeded.tokens, "held": seeded.held, "waiting": seeded.waiting}
    (folder / FILE).write_text(json.dumps(said))


def go_on(folder: Path, platform: Platform) -> Seeded:
    """Return what was left."""
    said = json.loads((folder / FILE).read_text())
    found = {name: platform.repository.get(USERS, id=user_id) for name, user_id in said["people"].items()}
    people = {name: user for name, user in found.items() if user is not None}
    return Seeded(people=people, tokens=said["tokens"], held=said["held"], waiting=said["waiting"])
