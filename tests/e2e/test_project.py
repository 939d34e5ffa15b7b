"""docs/medusa-project.md, followed word by word: a merchant's own project sells, is upgraded and goes back.

Nothing but the folder is another than there.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cluster.installation import CACHE, PROJECT, kubectl
from tests.cluster.platform import Platform, Shop
from tests.cluster.trade import is_available, not_tested, numbers, sell_one
from tests.documented import Section, sections

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]
STORE, SHOP = "tea-shop", "http://tea-shop.localhost"
GREETED = "This buyer was greeted"


class Reader:
    """Somebody who follows the page in one shell: what a command sets is there for those after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = {section.title.partition(".")[0]: section for section in sections()}
        self._kept = folder.parent / "shell"

    def type(self, command: str) -> str:
        """Type a block of commands; return what was printed. A failure shows all of it."""
        before = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
        words = command.replace("~/tea-shop", str(self.folder))
        script = f"set -euo pipefail\n[ ! -e {self._kept} ] || . {self._kept}\n{words}\n"
        script += f"for one in shop image key; do declare -p $one 2> /dev/null || true; done > {self._kept}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=PROJECT,
            env={**before, "PATH": f"{CACHE / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def section(self, number: str) -> Section:
        """A section of the page, by its number."""
        return self.page[number]


def last_json(printed: str) -> dict[str, Any]:
    """The JSON on the last line."""
    found: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return found


def seen(path: str) -> httpx.Response:
    """What a visitor is answered, whether or not this machine's resolver knows names under localhost."""
    return Shop(SHOP).send("GET", path)


def said_by_the_shop() -> str:
    """The log of the shop's one process."""
    return kubectl("--namespace", f"store-{STORE}", "logs", "deployment/web")


def web_image() -> str:
    """The image that the shop's pod was made of."""
    path = "{.spec.template.spec.containers[0].image}"
    return kubectl("--namespace", f"store-{STORE}", "get", "deployment/web", f"--output=jsonpath={path}")


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    """The platform; the store is gone before and after."""
    if not is_available("medusa"):
        not_tested("medusa")
    made = Platform()
    if not made.gone(STORE):
        made.finish(made.delete(STORE))
    yield made
    if not made.gone(STORE):
        made.finish(made.delete(STORE))
    made.http.close()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Somebody new, with an empty folder."""
    return Reader(tmp_path_factory.mktemp("project") / "tea-shop")


def test_a_project_becomes_a_shop_that_sells(reader: Reader, platform: Platform) -> None:
    reader.type(reader.section("1").commands[0])
    reader.type(reader.section("2").commands[0])
    for number in ("2", "3"):
        reader.section(number).write(reader.folder)
    reader.type(reader.section("3").commands[0])
    create, ask = reader.section("4").commands
    reader.type(create)

    answer = last_json(reader.type(ask))

    store = platform.store(STORE)
    assert (store["status"], store["image"]) == ("ready", web_image())
    assert store["image"] == store["deployed"]["images"]["medusa"]
    assert answer == {"version": 1, "count": 1}
    assert "storeyard: database made from the template" in said_by_the_shop()
    folder = "/app/public/admin"
    named = kubectl("--namespace", f"store-{STORE}", "exec", "deployment/web", "--", "grep", "-rl", GREETED, folder).split()
    for file in named:
        assert GREETED in seen(f"/app{file.removeprefix(folder)}").text
    assert named, "the widget is in no bundle"


def test_its_next_version_migrates_once_and_brings_a_storefront(reader: Reader, platform: Platform) -> None:
    order = sell_one(platform, STORE)["number"]
    reader.section("5").write(reader.folder)

    answer = last_json(reader.type(reader.section("5").commands[0]))

    assert answer["version"] == 2
    assert answer["names"] == ["friend"] * answer["count"]
    assert answer["count"] >= 3, "each order was greeted: the first proof, a buyer's, the proof of the upgrade"
    assert numbers(platform, STORE) == [order]
    assert platform.store(STORE)["image"] == web_image()
    assert "storeyard: database migrated" in said_by_the_shop()
    assert "Tea, and nothing else" in seen("/").text
    assert "We like tea" in seen("/about").text
    assert seen("/nothing").status_code == httpx.codes.NOT_FOUND

    kubectl("--namespace", f"store-{STORE}", "rollout", "restart", "deployment/web")
    kubectl("--namespace", f"store-{STORE}", "rollout", "status", "deployment/web", "--timeout=100s")
    assert "storeyard: database found" in said_by_the_shop(), "a second start migrates again"


def test_an_image_that_is_nowhere_leaves_the_shop_as_it_was(platform: Platform) -> None:
    before, image = platform.store(STORE), f"localhost/acme/nowhere@sha256:{'0' * 64}"
    body = {"kind": "upgrade", "parameters": {"image": image, "rehearsal": False}}
    operation = platform.client.post(f"/api/stores/{STORE}/operations", body)["operation"]

    ended = platform.finish(operation, status="failed", seconds=600)

    after = platform.store(STORE)
    assert ended["reason"] == "ImagePull"
    assert (after["status"], after["image"]) == ("ready", before["image"])
    assert web_image() == before["image"]


def test_it_goes_back_with_what_was_sold_since(reader: Reader, platform: Platform) -> None:
    sold = {*numbers(platform, STORE), sell_one(platform, STORE)["number"]}

    answer = last_json(reader.type(reader.section("5").commands[1]))

    assert answer["version"] == 1
    assert "names" not in answer
    assert set(numbers(platform, STORE)) == sold
    assert platform.store(STORE)["image"] == web_image()
    assert "Tea, and nothing else" not in seen("/").text
