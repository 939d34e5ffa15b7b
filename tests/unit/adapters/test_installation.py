"""The id of an installation: made once, by whoever needs it first."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from functions.adapters.installation import installation_id
from functions.domain.errors import InvalidRequest
from functions.domain.labels import LABEL_VALUE


def test_it_is_made_once_and_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"

    made = installation_id(home)

    assert re.fullmatch(LABEL_VALUE, made)
    assert installation_id(home) == made
    assert [path.name for path in home.iterdir()] == ["installation"]
    assert installation_id(tmp_path / "another") != made


def test_all_who_make_it_at_once_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(installation_id, [tmp_path / "home"] * 40))

    assert len(set(made)) == 1


def test_a_look_keeps_nothing(tmp_path: Path) -> None:
    assert installation_id(tmp_path / "home", keep=False)
    assert not (tmp_path / "home").exists()


def test_what_is_given_is_taken(tmp_path: Path) -> None:
    assert installation_id(tmp_path, "prod.eu-1") == "prod.eu-1"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_label_is_refused_with_where_it_is_from(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="STOREYARD_INSTALLATION is no value of a label"):
        installation_id(tmp_path, "two words")

    (tmp_path / "installation").write_text("a/b\n")
    with pytest.raises(InvalidRequest, match=f"in {tmp_path}/installation is no value of a label"):
        installation_id(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")

    with pytest.raises(InvalidRequest, match=r"cannot be kept in .*: Not a directory; give one with STOREYARD_INSTALLATION"):
        installation_id(tmp_path / "home")
