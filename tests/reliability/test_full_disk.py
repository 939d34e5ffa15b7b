"""An upgrade whose backup finds no room: the shop opens as it was, and sells; with room, it goes through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.installation import has_gate, kubectl
from tests.cluster.next_images import next_images
from tests.cluster.platform import unique
from tests.cluster.playbooks import play, played
from tests.cluster.trade import ENGINES, is_available, not_tested
from tests.small_disk import small_disk

pytestmark = pytest.mark.long


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine that is here."""
    name: str = request.param
    if not is_available(name):
        not_tested(name)
    return name


@pytest.fixture
def images(engine: str) -> Iterator[dict[str, str]]:
    """The next version, there for longer than the store."""
    with next_images(ENGINES[engine]) as made:
        yield made


@pytest.fixture
def shop(engine: str, images: dict[str, str]) -> Iterator[str]:
    """A store by playbooks alone."""
    assert images
    store_id = unique("full")
    play("provision.yml", store_id, engine)
    yield store_id
    play("delete.yml", store_id, engine)


def image_of(store_id: str) -> str:
    """The image that the shop's pods have."""
    return kubectl("--namespace", f"store-{store_id}", "get", "deployment", "web", "--output=jsonpath={..image}")


def test_a_disk_that_is_full_while_the_shop_is_dumped_opens_it_as_it_was(
    engine: str, images: dict[str, str], shop: str, tmp_path: Path
) -> None:
    before = image_of(shop)
    with small_disk(tmp_path / "tiny", kib=64) as tiny:
        offered = tmp_path / "images.json"
        offered.write_text(json.dumps(images))
        told = ["-e", json.dumps({"store_spec_images": str(offered), "store_upgrade_rehearsal": False})]

        done = played("upgrade.yml", shop, engine, *told, "-e", f"storeyard_backups={tiny}/backups", check=False)

        assert done.returncode != 0
        assert f"The folder {tiny}/backups for backups is full" in done.stdout
        assert [path for path in tiny.rglob("*") if path.is_file()] == []
        assert image_of(shop) == before
        assert not has_gate(shop)
        assert play("verify.yml", shop, engine)["failed"] == 0

        assert play("upgrade.yml", shop, engine, *told, "-e", f"storeyard_backups={tmp_path}/backups")["failed"] == 0
        assert image_of(shop) == images[ENGINES[engine].images[0]]
