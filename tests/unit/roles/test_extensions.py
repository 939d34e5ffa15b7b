"""What a run that updates or installs a shop's extensions asks the shop for, what it notes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from functions.actions import extensions_script
from functions.actions.extensions import InstallAction, OfferedAction, UpdateAction
from functions.adapters.kube.gate import note
from functions.adapters.kube.streams import StreamFailed
from tests.fakes.backups import backup
from tests.unit.roles.test_actions import run
from tests.unit.roles.test_upgrade import ARGUMENTS, INGRESS, OLD, PLACED, SPACED, Here

SCRIPT = {"script": ["storeyard-extensions"], "kubectl": "/kubectl"}
BOOKING = {"kind": "plugin", "slug": "booking", "name": "Booking", "version": "1.0", "update": "1.1", "origin": "owner"}
THEME = {"kind": "theme", "slug": "mine", "name": "Mine", "version": "2.0", "update": None, "origin": "owner"}
CORE = {"kind": "plugin", "slug": "core", "name": "Core", "version": "3.0", "update": "3.1", "origin": "image"}


class Shop:
    """A shop with its script: `found` is what it has; an update brings what is asked for to what is on offer."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = [dict(each) for each in (BOOKING, THEME, CORE)]
        self.asked: list[tuple[str, Any]] = []
        self.said: bytes | None = None
        self.fails = ""

    def run(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        """Do as the image's script does."""
        said = b"".join(stdin or ())
        if words[0] == "install":
            yield self.install(said)
            return
        slugs = json.loads(said)["slugs"]
        self.asked.append((words[0], slugs))
        if self.fails:
            raise StreamFailed("`storeyard-extensions` failed", status=1, said=self.fails)
        if words[0] == "update":
            for each in self.found:
                if each["slug"] in slugs:
                    each.update(version=each["update"], update=None)
        yield self.said if self.said is not None else json.dumps({"extensions": self.found}).encode()

    def install(self, said: bytes) -> bytes:
        """Note what is asked for, with the archives behind it, and have it then."""
        head, archives = said.split(b"\n", 1)
        asked = json.loads(head)
        self.asked.append(("install", {**asked, "archives": archives}))
        if self.fails:
            raise StreamFailed("`storeyard-extensions` failed", status=1, said=self.fails)
        before = [dict(each) for each in self.found]
        for one in asked["extensions"]:
            self.found = [each for each in self.found if (each["kind"], each["slug"]) != (one["kind"], one["slug"])]
            named = {"kind": one["kind"], "slug": one["slug"], "name": one["slug"].title()}
            self.found.append({**named, "version": one["version"] or "9.9", "active": one["active"], "origin": "owner"})
        return json.dumps({"before": before, "extensions": self.found}).encode()


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    monkeypatch.setattr(extensions_script, "shop_script", lambda *_: made.run)
    return made


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    made = Here(monkeypatch)
    made.install(3, OLD)
    return made


def say(moment: str, **changes: Any) -> dict[str, Any]:
    return run(OfferedAction, {**ARGUMENTS, **SCRIPT, "has_script": True, "slugs": [], "moment": moment, **changes})


def update(*slugs: str, check: bool = False) -> dict[str, Any]:
    return run(UpdateAction, {**SPACED, **SCRIPT, "slugs": list(slugs)}, check=check)


def test_what_is_on_offer_for_the_owners_is_due_and_nothing_is_touched(here: Here, shop: Shop) -> None:
    begun = say("begin")

    assert (begun["due"], begun["same"], begun["saved"], begun["loading"]) == (["booking"], False, False, False)
    assert begun["upgrade"]["in_force"] == "before"
    assert shop.asked == [("offered", [])]


def test_where_nothing_is_on_offer_there_is_nothing_to_do(here: Here, shop: Shop) -> None:
    assert say("begin", slugs=["mine"])["same"] is True


@pytest.mark.parametrize("slug", ["core", "nobody"])
def test_what_is_not_the_owners_is_refused_by_its_name(here: Here, shop: Shop, slug: str) -> None:
    refused = say("begin", slugs=["booking", slug])

    assert refused["msg"] == f"store_update_extensions_slugs must name what the shop's owner installed, and {slug} is not."


def test_an_image_without_the_script_says_what_helps(here: Here, shop: Shop) -> None:
    refused = say("begin", has_script=False)

    assert (refused["reason"], refused["msg"]) == (
        "UpdateFailed",
        "The image of this version of medusa cannot update extensions yet: upgrade the store first.",
    )
    assert shop.asked == []


def test_a_shop_that_an_earlier_run_stopped_is_not_asked(here: Here, shop: Shop) -> None:
    here.cluster.put(INGRESS)
    note(here.cluster.kube(), "store-demo", "closed-by", "OP000009")

    begun = say("begin")

    assert (begun["same"], shop.asked) == (False, [])


def test_a_run_that_opened_before_its_end_was_told_begins_anew_with_a_backup_of_now(here: Here, shop: Shop) -> None:
    here.target.keep(backup("OP000009"))

    begun = say("begin")

    assert (begun["same"], begun["saved"]) == (False, False)
    assert here.target.kept == {}


def test_the_same_extensions_asked_for_again_go_on_and_others_do_not(here: Here, shop: Shop) -> None:
    here.cluster.put(INGRESS)
    say("changing", slugs=["booking"])

    assert say("begin", slugs=["booking"])["loading"] is True
    assert say("begin", slugs=[])["reason"] == "DataNotWhole"
    failed = here.say("failed", towards=say("begin", slugs=["booking"])["towards"])
    assert (failed["back"], failed["upgrade"]["in_force"]) == (True, "changing")


def test_what_sells_already_is_not_taken_back(here: Here, shop: Shop) -> None:
    here.cluster.put(INGRESS)
    for moment in ("changing", "new"):
        say(moment)
    begun = say("begin")

    assert begun["proven"] is True
    assert here.say("failed", towards=begun["towards"])["back"] is False
    assert here.say("failed", towards="")["back"] is True  # as an upgrade to PLACED, which was never proven
    assert PLACED["plan"] == "small"


def test_an_update_says_from_which_version_to_which(shop: Shop) -> None:
    done = update()

    assert done["changed"] is True
    assert done["extensions"] == {
        "updated": [{"kind": "plugin", "slug": "booking", "name": "Booking", "was": "1.0", "now": "1.1"}]
    }
    assert shop.asked == [("offered", []), ("update", ["booking"])]
    assert update()["extensions"] == {"updated": []}
    assert shop.asked[2:] == [("offered", [])]


def test_a_check_updates_nothing(shop: Shop) -> None:
    assert update(check=True)["skipped"] is True
    assert shop.asked == []


def test_a_failure_has_the_shops_words(shop: Shop) -> None:
    shop.fails = "storeyard-extensions: booking was not updated: Download failed"

    failed = update()

    assert (failed["reason"], failed["msg"]) == (
        "UpdateFailed",
        "Booking was not updated: Download failed.",
    )


@pytest.mark.parametrize(
    "said", [b"", b"Fatal error", b"[]", b"{}", b'{"extensions": 1}', b"x" * (extensions_script.OUTPUT_MAX + 1)]
)
def test_what_makes_no_sense_is_a_failure(shop: Shop, said: bytes) -> None:
    shop.said = said

    assert update()["reason"] == "UpdateFailed"


def test_what_is_to_be_installed_is_due_unless_it_is_there_like_that(here: Here, shop: Shop) -> None:
    shop.found = [{**BOOKING, "active": True}, dict(THEME), dict(CORE)]

    assert say("begin", install=[{"slug": "booking"}, {"slug": "booking", "kind": "theme"}])["due"] == ["booking"]
    assert say("begin", install=[{"slug": "booking"}])["same"] is True
    assert say("begin", install=[{"slug": "booking", "version": "1.0"}])["same"] is True
    assert say("begin", install=[{"slug": "booking", "version": "0.9"}])["due"] == ["booking"]
    assert say("begin", install=[{"slug": "mine", "kind": "theme"}])["due"] == ["mine"]
    assert say("begin", install=[{"slug": "mine", "kind": "theme", "active": False}])["same"] is True
    towards = {say("begin", install=[{"slug": slug}])["towards"] for slug in ("booking", "other")}
    assert len({*towards, say("begin")["towards"]}) == 3


def test_what_the_image_brings_is_not_installed(here: Here, shop: Shop) -> None:
    refused = say("begin", install=[{"slug": "core"}])

    assert refused["msg"] == (
        "store_install_extensions_extensions must not name what comes with the shop's image, as core does."
    )


def test_an_image_that_cannot_install_says_what_helps(here: Here, shop: Shop) -> None:
    refused = say("begin", has_script=False, install=[{"slug": "booking"}])

    assert (refused["reason"], refused["msg"]) == (
        "InstallFailed",
        "The image of this version of medusa cannot install extensions yet: upgrade the store first.",
    )


def test_an_installation_replaces_and_says_what_was_there(shop: Shop) -> None:
    wanted: list[dict[str, Any]] = [{"slug": "booking", "version": "2.0"}, {"slug": "new", "active": False}]

    done = run(UpdateAction, {**SPACED, **SCRIPT, "slugs": [], "install": wanted})

    assert (done["changed"], done["extensions"]) == (
        True,
        {
            "installed": [
                {"kind": "plugin", "slug": "booking", "name": "Booking", "was": "1.0", "now": "2.0"},
                {"kind": "plugin", "slug": "new", "name": "New", "was": None, "now": "9.9"},
            ]
        },
    )
    ((_, asked),) = shop.asked
    assert asked["replace"] is True


def test_a_new_shop_gets_the_archives_that_the_folder_has(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "first.1.2.zip").write_bytes(b"one\n")
    (tmp_path / "second.zip").write_bytes(b"two")
    (tmp_path / "third.zip").write_bytes(b"of another version, perhaps")
    wanted: list[dict[str, Any]] = [
        {"slug": "first", "version": "1.2"},
        {"slug": "second", "kind": "theme"},
        {"slug": "third", "version": "3"},
        {"slug": "fourth"},
    ]

    done = run(InstallAction, {**SPACED, **SCRIPT, "install": wanted, "folder": str(tmp_path)})

    ((_, asked),) = shop.asked
    assert [one["bytes"] for one in asked["extensions"]] == [4, 3, 0, 0]
    assert (asked["archives"], asked["replace"]) == (b"one\ntwo", False)
    assert [one["slug"] for one in done["extensions"]["installed"]] == ["first", "fourth", "third", "second"]


def test_without_a_folder_the_shop_gets_them_itself(shop: Shop) -> None:
    run(InstallAction, {**SPACED, **SCRIPT, "install": [{"slug": "first"}], "folder": ""})

    ((_, asked),) = shop.asked
    assert (asked["archives"], asked["extensions"][0]["bytes"]) == (b"", 0)


def test_an_installation_that_fails_has_the_shops_words_and_a_check_does_nothing(shop: Shop) -> None:
    shop.fails = "storeyard-extensions: first cannot be got: Not found."
    failed = run(InstallAction, {**SPACED, **SCRIPT, "install": [{"slug": "first"}], "folder": ""})

    assert (failed["reason"], failed["msg"]) == ("InstallFailed", "First cannot be got: Not found.")
    shop.asked.clear()
    assert run(InstallAction, {**SPACED, **SCRIPT, "install": [{"slug": "first"}]}, check=True)["skipped"] is True
    assert shop.asked == []
