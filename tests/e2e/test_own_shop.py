"""A WooCommerce shop is its owner's: plugins and themes by its admin, safe mode for a broken one, a fence around all of it."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from tests.cluster.browser import CHROMIUM, page
from tests.cluster.fences import METADATA, database_port
from tests.cluster.installation import HOME, kube, kubectl, on_node, secret, until
from tests.cluster.next_images import next_images, on_offer
from tests.cluster.platform import JSON, Shop
from tests.cluster.trade import Trading, trading

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make e2e)")
ENGINE = "woocommerce"
CONTENT = "/var/www/html/wp-content"
GOOD = "add_action('wp_footer', fn() => print('<p>A plugin of mine {version}</p>'));"
BROKEN = "a_function_that_nobody_has();"
# A plugin that brings its own updates, as those that are sold do; the next one lies beside it.
OFFERS = """
add_filter('site_transient_update_plugins', function ($found) {
    $found = is_object($found) ? $found : new stdClass();
    $found->response['renewed/renewed.php'] = (object) ['id' => 'renewed', 'slug' => 'renewed',
        'plugin' => 'renewed/renewed.php', 'new_version' => '{next}', 'url' => '', 'package' => 'https://updates.example/next.zip'];
    return $found;
});
add_filter('upgrader_pre_download', function ($reply, $package) {
    $file = wp_tempnam('next.zip');
    return $package === 'https://updates.example/next.zip' && copy(__DIR__ . '/next.zip', $file) ? $file : $reply;
}, 10, 2);
"""
PLAIN = "/*\nTheme Name: Plain\nTemplate: twentytwentyfive\nVersion: 1.0\n*/\n"
# What a plugin that means harm would try; it answers with what it got to.
HOSTILE = """
add_action('init', function () {
    if (!isset($_GET['attack'])) {
        return;
    }
    $found = [];
    foreach (explode(',', $_GET['attack']) as $target) {
        [$host, $port] = explode(':', $target);
        $found[$target] = (bool) @fsockopen($host, (int) $port, $code, $why, 3);
    }
    $found['core'] = @file_put_contents(ABSPATH . 'wp-load.php', 'x') !== false;
    $found['platform'] = @file_put_contents('/var/www/code/plugins/woocommerce/woocommerce.php', 'x') !== false;
    $found['must-use'] = @file_put_contents(WPMU_PLUGIN_DIR . '/storeyard.php', 'x') !== false;
    $found['token'] = is_readable('/var/run/secrets/kubernetes.io/serviceaccount/token');
    $found['root'] = posix_getuid() === 0;
    file_put_contents(wp_upload_dir()['basedir'] . '/shell.php', '<?php echo "uploads run";');
    wp_send_json($found);
});
add_action('init', function () {
    if (isset($_GET['fork'])) {
        $names = ['exec', 'passthru', 'pcntl_fork', 'pcntl_exec', 'popen', 'proc_open', 'shell_exec', 'system'];
        wp_send_json(array_values(array_filter($names, 'function_exists')));
    }
    if (isset($_GET['mine'])) {
        for ($end = microtime(true) + 10; microtime(true) < $end;) {
            hash('sha256', random_bytes(4096));
        }
        wp_send_json('mined');
    }
    if (isset($_GET['fill'])) {
        $file = fopen('/tmp/fill', 'w');
        for ($written = 0; $written < 320 && @fwrite($file, str_repeat('x', 1 << 20)); $written++);
        wp_send_json($written);
    }
});
"""


def plugin_zip(folder: Path, version: str, code: str, *, slug: str = "mine") -> Path:
    """A plugin as people get one."""
    head = f"<?php\n/**\n * Plugin Name: {slug.title()}\n * Version: {version}\n */\n"
    return packed(folder / f"{slug}.{version}.zip", {f"{slug}/{slug}.php": head + code.replace("{version}", version)})


def renewing_zip(folder: Path, *versions: tuple[str, str]) -> Path:
    """A plugin whose versions, each with its code, are on offer one after the other."""
    (version, code), *later = versions
    offer = OFFERS.replace("{next}", later[0][0]) if later else ""
    source = f"<?php\n/**\n * Plugin Name: Renewed\n * Version: {version}\n */\n{code.replace('{version}', version)}\n{offer}"
    following = {"renewed/next.zip": renewing_zip(folder, *later).read_bytes()} if later else {}
    return packed(folder / f"renewed.{version}.zip", {"renewed/renewed.php": source, **following})


def theme_zip(folder: Path) -> Path:
    """A theme as people get one."""
    style = "/*\nTheme Name: My theme\nTemplate: twentytwentyfive\nVersion: 2.0\n*/\n"
    functions = "<?php add_action('wp_footer', fn() => print('<p>A theme of mine</p>'));"
    return packed(folder / "my-theme.zip", {"my-theme/style.css": style, "my-theme/functions.php": functions})


def packed(file: Path, content: Mapping[str, str | bytes]) -> Path:
    """Write a zip archive."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    file.write_bytes(memory.getvalue())
    return file


class Owner:
    """The shop's owner, signed in to its admin."""

    def __init__(self, at: Page, shop: Trading) -> None:
        self.page, self.shop, self.url = at, shop, shop.store()["url"]

    def sign_in(self) -> None:
        """With what the platform has told."""
        known = secret(self.shop.id)
        self.page.goto(f"{self.url}/wp-login.php")
        self.page.get_by_label("Username or Email Address").fill(known["admin-email"])
        self.page.get_by_label("Password", exact=True).fill(known["admin-password"])
        self.page.get_by_role("button", name="Log In").click()
        expect(self.page.get_by_role("heading", name="Dashboard", exact=True)).to_be_visible()

    def upload_plugin(self, archive: Path) -> None:
        """By Plugins → Add plugin → Upload plugin."""
        self.page.goto(f"{self.url}/wp-admin/plugin-install.php?tab=upload")
        self.page.locator("#pluginzip").set_input_files(archive)
        self.page.locator("#install-plugin-submit").click()

    def install_plugin(self, archive: Path) -> None:
        """And activates it."""
        self.upload_plugin(archive)
        self.page.get_by_role("link", name="Activate Plugin").click()
        expect(self.page.get_by_text("Plugin activated.")).to_be_visible()

    def replace_plugin(self, archive: Path) -> None:
        """By another version of it."""
        self.upload_plugin(archive)
        self.page.get_by_role("link", name="Replace current with uploaded").click()

    def install_theme(self, archive: Path) -> None:
        """By Appearance → Themes → Add theme → Upload theme."""
        self.page.goto(f"{self.url}/wp-admin/theme-install.php")
        self.page.get_by_role("button", name="Upload Theme").click()
        self.page.locator("#themezip").set_input_files(archive)
        self.page.locator("#install-theme-submit").click()
        self.page.get_by_role("link", name=re.compile("^Activate")).click()
        expect(self.page.get_by_text("New theme activated.")).to_be_visible()

    def sees(self, path: str = "/") -> tuple[int, str]:
        """A page of the shop as its owner sees it, which is never a kept one: its status and text."""
        beside = self.page.context.new_page()
        try:
            answer = beside.goto(self.url + path, wait_until="commit", timeout=60_000)
            assert answer is not None
            return answer.status, answer.text()
        finally:
            beside.close()


@contextmanager
def signed_in(shop: Trading) -> Iterator[Owner]:
    """A shop's owner at a browser that opens more than one page."""
    with page() as opened:
        assert opened.context.browser is not None
        made = Owner(opened.context.browser.new_context().new_page(), shop)
        made.sign_in()
        yield made


@pytest.fixture(scope="module")
def archives() -> Iterator[Path]:
    """The installation's folder of plugins and themes, with those of these tests."""
    folder = HOME / "extensions"
    folder.mkdir(exist_ok=True)
    made = [
        plugin_zip(folder, "1.0", GOOD, slug="shipped"),
        plugin_zip(folder, "2.0", BROKEN, slug="shipped"),
        packed(folder / "plain.zip", {"plain/style.css": PLAIN}),
    ]
    yield folder
    for file in made:
        file.unlink()


@pytest.fixture(scope="module")
def shop(archives: Path) -> Iterator[Trading]:
    """A store for them all, made with a plugin and a theme."""
    shipped = [{"slug": "shipped", "version": "1.0"}, {"kind": "theme", "slug": "plain", "active": False}]
    with trading(ENGINE, "own", extensions=shipped) as made:
        yield made


@pytest.fixture
def owner(shop: Trading) -> Iterator[Owner]:
    """Its owner."""
    with signed_in(shop) as made:
        yield made


def extensions(shop: Trading) -> dict[str, JSON]:
    """What the platform says of the shop's plugins and themes, by slug."""
    found = shop.platform.client.get(f"/api/stores/{shop.id}/extensions")["items"]
    return {one["slug"]: one for one in found}


@pytest.mark.long  # two minutes; what an owner installs is in the short form
def test_a_shop_has_what_it_was_made_with_and_a_broken_installation_is_taken_back(shop: Trading, archives: Path) -> None:
    found = extensions(shop)
    assert {slug: (found[slug]["version"], found[slug]["active"]) for slug in ("shipped", "plain")} == {
        "shipped": ("1.0", True),
        "plain": ("1.0", False),
    }
    guest = Shop(shop.store()["url"])
    assert "A plugin of mine 1.0" in guest.send("GET", "/").text

    failed = shop.do("install_extensions", extensions=[{"slug": "shipped", "version": "2.0"}], status="failed")

    assert failed["result"]["upgrade"]["in_force"] == "old"
    assert (shop.store()["status"], extensions(shop)["shipped"]["version"]) == ("ready", "1.0")
    done = shop.do("install_extensions", extensions=[{"kind": "theme", "slug": "plain"}])
    assert [one["slug"] for one in done["result"]["extensions"]["installed"]] == ["plain"]
    assert extensions(shop)["plain"]["active"]
    kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "rm", "-r", f"{CONTENT}/plugins/shipped")


def test_a_plugin_and_a_theme_are_installed_broken_and_mended(shop: Trading, owner: Owner, tmp_path: Path) -> None:
    owner.install_plugin(plugin_zip(tmp_path, "1.0", GOOD))
    owner.install_theme(theme_zip(tmp_path))
    assert owner.sees()[0] == 200
    assert "A plugin of mine 1.0" in owner.sees()[1]
    assert "A theme of mine" in owner.sees()[1]
    found = extensions(shop)
    assert (found["mine"]["version"], found["mine"]["active"], found["mine"]["origin"]) == ("1.0", True, "owner")
    assert (found["my-theme"]["active"], found["woocommerce"]["origin"]) == (True, "image")
    owner.upload_plugin(plugin_zip(tmp_path, "9.9", BROKEN, slug="woocommerce"))
    expect(owner.page.get_by_text("comes with the platform")).to_be_visible()

    with suppress(Exception):  # the page that would say so is of the broken shop
        owner.replace_plugin(plugin_zip(tmp_path, "1.1", BROKEN))
    until(lambda: owner.sees()[0] == 500, "the shop is broken", seconds=15)

    shop.do("safe_mode")
    assert shop.store()["safe_mode"] is True
    status, text = owner.sees()
    assert (status, "of mine" in text) == (200, False)
    shop.sell()

    owner.page.goto(f"{owner.url}/wp-admin/plugins.php")
    expect(owner.page.get_by_text("This shop is in safe mode.")).to_be_visible()
    owner.replace_plugin(plugin_zip(tmp_path, "1.2", GOOD))
    expect(owner.page.get_by_text("Plugin updated successfully.")).to_be_visible()
    shop.do("safe_mode", on=False)
    assert "A plugin of mine 1.2" in owner.sees()[1]
    assert "A theme of mine" in owner.sees()[1]


@pytest.mark.long  # the way back is that of an installation, which is in the short form
def test_a_plugin_is_updated_by_the_platform_and_a_broken_update_is_taken_back(
    shop: Trading, owner: Owner, tmp_path: Path
) -> None:
    owner.install_plugin(renewing_zip(tmp_path, ("1.0", GOOD), ("2.0", GOOD), ("3.0", BROKEN)))
    assert extensions(shop)["renewed"]["update"] == "2.0"

    done = shop.do("update_extensions")

    (updated,) = done["result"]["extensions"]["updated"]
    assert (updated["slug"], updated["was"], updated["now"]) == ("renewed", "1.0", "2.0")
    assert "A plugin of mine 2.0" in owner.sees()[1]
    assert (extensions(shop)["renewed"]["version"], extensions(shop)["renewed"]["update"]) == ("2.0", "3.0")

    failed = shop.do("update_extensions", slugs=["renewed"], status="failed")

    assert failed["result"]["upgrade"]["in_force"] == "old"
    assert shop.store()["status"] == "ready"
    assert extensions(shop)["renewed"]["version"] == "2.0"
    assert owner.sees()[0] == 200
    shop.sell()
    kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "rm", "-r", f"{CONTENT}/plugins/renewed")


@pytest.mark.long
def test_a_shop_that_does_not_sell_with_its_plugins_stays_in_safe_mode(shop: Trading, owner: Owner, tmp_path: Path) -> None:
    owner.install_plugin(plugin_zip(tmp_path, "1.0", GOOD, slug="broken"))
    with suppress(Exception):  # WordPress does not activate what is broken, but it replaces what is active
        owner.replace_plugin(plugin_zip(tmp_path, "1.1", BROKEN, slug="broken"))
    shop.do("safe_mode")

    shop.do("safe_mode", on=False, status="failed")

    assert "stays in safe mode" in shop.store()["message"]
    assert (shop.store()["status"], shop.store()["safe_mode"]) == ("ready", True)
    shop.sell()
    kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "rm", "-r", f"{CONTENT}/plugins/broken")
    shop.do("safe_mode", on=False)


@pytest.mark.long
def test_a_hostile_plugin_gets_nowhere(
    shop: Trading, owner: Owner, tmp_path: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    with trading(ENGINE, "by") as neighbour:
        node = kube("get", "nodes")["items"][0]["status"]["addresses"][0]["address"]
        own = f"db:{database_port(shop.id)}"
        theirs = [f"{name}.store-{neighbour.id}.svc.cluster.local:{port}" for name, port in (("web", 80), ("db", 3306))]
        closed = [*theirs, "kubernetes.default.svc.cluster.local:443", f"{node}:6443", f"{node}:10250", METADATA]

        owner.install_plugin(plugin_zip(tmp_path, "1.0", HOSTILE, slug="hostile"))
        got = json.loads(owner.sees(f"/?attack={','.join([own, *closed])}")[1])

        assert got == {
            own: True,
            **dict.fromkeys(closed, False),
            **dict.fromkeys(["core", "platform", "must-use", "token", "root"], False),
        }
        assert owner.sees("/wp-content/uploads/shell.php")[0] == 403
        assert most_processes(shop.id) <= 1024
        assert owner.sees("/?fork")[1] == "[]"
        shop.sell()
        before = seconds_of_pages(neighbour)
        with ThreadPoolExecutor(8) as miners:
            mined = [miners.submit(Shop(shop.store()["url"]).send, "GET", f"/?mine={number}") for number in range(8)]
            during = seconds_of_pages(neighbour)
            neighbour.sell()
        assert all(one.exception() is not None or one.result().status_code < 600 for one in mined)
        said = f"{before * 1000:.0f} ms a page, {during * 1000:.0f} ms while eight requests mine"
        record_testsuite_property("neighbour", said)
        assert during < max(10 * before, 3)
        owner.sees("/?fill")
        until(lambda: owner.sees()[0] == 200, "the shop is back from a full disk", seconds=240)
        shop.sell()
        neighbour.sell()


def seconds_of_pages(shop: Trading) -> float:
    """How long ten pages take that no cache has, the median."""
    guest, took = Shop(shop.store()["url"]), []
    for number in range(10):
        began = time.monotonic()
        assert guest.send("GET", f"/?nothing={number}").status_code == 200
        took.append(time.monotonic() - began)
    return median(took)


def most_processes(store_id: str) -> float:
    """How many processes a shop's pod may have, as its kernel has it."""
    pod = kube("--namespace", f"store-{store_id}", "get", "pod", "--selector=app.kubernetes.io/component=web")["items"][0]
    uid = pod["metadata"]["uid"].replace("-", "_")
    said = on_node("bash", "-c", f"cat $(find /sys/fs/cgroup -path '*{uid}.slice/pids.max' | head -n 1)").strip()
    return float("inf") if said == "max" else int(said)


@pytest.mark.long
def test_a_locked_shop_changes_by_nobodys_hand(shop: Trading, owner: Owner) -> None:
    shop.platform.finish(shop.platform.client.patch(f"/api/stores/{shop.id}", {"file_mods": "locked"})["operation"])

    assert owner.sees("/wp-admin/plugin-install.php")[0] == 403
    script = f"touch {CONTENT}/plugins/x.php 2>/dev/null && echo written; touch {CONTENT}/uploads/x.txt && echo uploaded"
    assert kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "bash", "-c", script).split() == ["uploaded"]
    shop.sell()

    shop.platform.finish(shop.platform.client.patch(f"/api/stores/{shop.id}", {"file_mods": "open"})["operation"])
    assert owner.sees("/wp-admin/plugin-install.php")[0] == 200


def test_a_changed_price_is_shown_on_a_kept_page(shop: Trading) -> None:
    guest = Shop(shop.store()["url"])
    product = guest.send("GET", "/wp-json/wc/store/v1/products?per_page=1").json()[0]
    path = product["permalink"].removeprefix(shop.store()["url"])
    until(lambda: "age" in guest.send("GET", path).headers, "the page is kept", seconds=10)

    code = f"$p = wc_get_product({product['id']}); $p->set_regular_price('43.21'); $p->save();"
    program = f"require '/var/www/html/wp-load.php'; {code}"
    kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "php", "-r", program)

    until(lambda: re.search("43[.,]21", guest.send("GET", path).text), "the new price is shown", seconds=10)


@pytest.mark.long
def test_an_upgrade_and_a_restore_keep_what_the_owner_installed(tmp_path: Path) -> None:
    with trading(ENGINE, "keep") as shop, signed_in(shop) as owner, next_images(shop.engine) as images:
        owner.install_plugin(plugin_zip(tmp_path, "1.2", GOOD))
        with on_offer(images):
            shop.do("upgrade")
        assert extensions(shop)["mine"]["active"]
        assert "A plugin of mine" in owner.sees()[1]

        shop.do("backup")
        kept = shop.backups()[0]["id"]
        kubectl("--namespace", f"store-{shop.id}", "exec", "deploy/web", "--", "rm", "-r", f"{CONTENT}/plugins/mine")
        assert "mine" not in extensions(shop)
        shop.do("restore", backup=kept)
        assert "A plugin of mine" in owner.sees()[1]
