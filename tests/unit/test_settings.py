"""Settings: defaults, and one sentence for a bad value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from functions import bootstrap
from functions.adapters.backups import target_of
from functions.application.ports.backups import TargetFailed
from functions.domain.inventory_variables import INVENTORY_VARIABLES
from functions.settings import NO_BACKUPS, PROJECT, BadSetting, Settings, read

OWN = {str(field.alias) for field in Settings.model_fields.values() if field.alias}


def test_an_empty_environment_is_enough() -> None:
    found = read({"HOME": "/home/ada"})

    assert found.home == Path("/home/ada/.local/share/storeyard")
    assert found.cache == Path("/home/ada/.cache/storeyard")
    assert (found.port, found.slots, found.lease_seconds, found.operation_timeout) == (8000, 2, 30, 900)
    assert found.state_file == found.home / "state.db"


def test_a_secret_that_cannot_be_used_is_not_repeated() -> None:
    with pytest.raises(BadSetting, match=r"^The setting METRICS_TOKEN cannot be used: .*16") as refused:
        read({"HOME": "/h", "METRICS_TOKEN": "short-one"})

    assert refused.value.__cause__ is None
    assert "short-one" not in str(refused.value)
    assert "a-token-of-enough-length" not in repr(read({"HOME": "/h", "METRICS_TOKEN": "a-token-of-enough-length"}))


def test_desktop_conventions_are_followed_and_empty_means_unset() -> None:
    found = read({"HOME": "/h", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache", "STOREYARD_PORT": ""})

    assert (found.home, found.cache, found.port) == (Path("/data/storeyard"), Path("/cache/storeyard"), 8000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STOREYARD_PORT", "http"),
        ("STOREYARD_PORT", "0"),
        ("STATE_BACKEND", "mysql"),
        ("STOREYARD_SLOTS", "0"),
        ("LEASE_SECONDS", "1"),
        ("QUEUE_URL", "queue"),
        ("DYNAMODB_ENDPOINT", "localhost:8000"),
        ("REGISTRATION", "maybe"),
        ("STORES_PER_OWNER", "-1"),
        ("RATE_PER_TOKEN", "many"),
        ("RATE_PER_ADDRESS", "-1"),
        ("DNS_RESOLVERS", "dns.example"),
        ("DNS_RESOLVERS", "192.0.2.1:0"),
        ("DNS_RESOLVERS", "192.0.2.1:70000"),
        ("DNS_RESOLVERS", "192.0.2.1,"),
        ("DNS_RESOLVERS", "[192.0.2.1"),
        ("DNS_RESOLVERS", "192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4,192.0.2.5"),
        ("DOMAIN_PROOF", "none"),
        ("WEBHOOK_HOSTS", "hooks.example"),
        ("WEBHOOK_HOSTS", "http://hooks.example:80"),
        ("WEBHOOK_HOSTS", "hooks.example:0"),
        ("WEBHOOK_HOSTS", "hooks.example:65536"),
        ("WEBHOOK_HOSTS", "hooks.example:x"),
        ("WEBHOOK_HOSTS", "hooks.example:80,"),
        ("WEBHOOK_HOSTS", "::1:80"),
        ("WEBHOOK_REFUSED", "192.0.2.1/8"),
        ("WEBHOOK_REFUSED", "hooks.example"),
        ("STOREYARD_HOSTS", "https://yard.example"),
        ("STOREYARD_HOSTS", "yard.example:8000"),
        ("STOREYARD_HOSTS", "*.example"),
        ("STOREYARD_HOSTS", "*"),
        ("STOREYARD_HOSTS", "yard.example,,other.example"),
        ("STOREYARD_HOSTS", "yard.example other.example"),
        ("STOREYARD_HOSTS", "2001:db8::1"),
        ("STOREYARD_HOSTS", "yard_example"),
        ("STOREYARD_HOSTS", "x" * 64),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read({"HOME": "/h", name: value})

    assert str(caught.value).startswith(f"The setting {name} cannot be {value!r}: ")
    assert "\n" not in str(caught.value)


def test_hosts_are_a_list_with_commas_in_the_form_of_a_host_header() -> None:
    found = read({"HOME": "/h", "STOREYARD_HOSTS": "Yard.Example, 192.0.2.7 ,[2001:DB8::1],yard"})

    assert found.hosts == ("yard.example", "192.0.2.7", "[2001:db8::1]", "yard")
    assert found.served_hosts == ("127.0.0.1", *found.hosts)
    assert read({"HOME": "/h"}).hosts == ()


def test_an_ipv6_address_to_listen_on_is_served_as_a_host_header_has_it() -> None:
    assert read({"HOME": "/h", "STOREYARD_BIND": "2001:db8::1"}).served_hosts == ("[2001:db8::1]",)


def test_a_host_that_is_none_is_refused_with_the_rule() -> None:
    with pytest.raises(BadSetting, match=r"'yard:80' is not a host name \(no scheme, port or wildcard"):
        read({"HOME": "/h", "STOREYARD_HOSTS": "yard:80"})


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values() if field.alias)


def test_runs_get_everything_that_inventories_look_up() -> None:
    looked_up = set()
    for file in (PROJECT / "inventories").rglob("*.yml"):
        looked_up |= set(re.findall(r"builtin\.env', '([A-Z0-9_]+)'", file.read_text()))

    elsewhere = {"DOCKER_HOST", "K3S_TOKEN"}  # only the playbooks that make clusters use them, and one is a secret
    passed = {"STOREYARD_HOME", "STOREYARD_CACHE", "STOREYARD_INSTALLATION", "HOME"}
    unknown = looked_up - set(INVENTORY_VARIABLES) - elsewhere - passed
    assert {name for name in unknown if not name.startswith("XDG_")} == set()


def test_runs_get_the_installations_id_if_one_is_given() -> None:
    given = [bootstrap.runner(read({"HOME": "/h", "STOREYARD_INSTALLATION": name}))._paths.passed for name in ("", "prod-1")]

    assert [passed.get("STOREYARD_INSTALLATION") for passed in given] == [None, "prod-1"]


def test_runs_get_nothing_of_the_services_own() -> None:
    """But for where backups lie, which runs write and the service reads."""
    assert OWN.intersection(INVENTORY_VARIABLES) == {"BACKUPS", "BACKUPS_ENDPOINT"}


def test_runs_on_a_machine_that_goes_afterwards_have_no_folder_for_backups() -> None:
    """What lies on a task's own disk is gone with the task: that must not look like a backup."""
    assert "BACKUPS" not in read({"HOME": "/h"}).inventory_variables
    assert read({"HOME": "/h", "STATE_BACKEND": "dynamodb"}).inventory_variables["BACKUPS"] == NO_BACKUPS
    assert read({"HOME": "/h", "STATE_BACKEND": "dynamodb", "BACKUPS": "s3://b"}).inventory_variables["BACKUPS"] == "s3://b"
    with pytest.raises(TargetFailed, match="no place for backups"):
        target_of(NO_BACKUPS)


POSTGRESQL = {"HOME": "/h", "STATE_BACKEND": "postgresql", "STATE_URL": "postgresql://u:a-password@db/yard"}


def test_a_shared_state_needs_a_database_and_one_name_for_all_its_processes() -> None:
    known = {**POSTGRESQL, "STOREYARD_INSTALLATION": "prod"}
    chosen = read(known)

    assert chosen.shared
    assert chosen.inventory_variables["BACKUPS"] == NO_BACKUPS
    for name in ("STATE_URL", "STOREYARD_INSTALLATION"):
        with pytest.raises(BadSetting) as caught:
            read({**known, name: ""})
        said = f"The setting {name} must be given where STATE_BACKEND is postgresql: all its processes need the same."
        assert str(caught.value) == said


def test_the_database_is_shown_nowhere() -> None:
    chosen = read({**POSTGRESQL, "STOREYARD_INSTALLATION": "prod"})

    assert chosen.state_url is not None
    assert "a-password" in chosen.state_url.get_secret_value()
    assert "a-password" not in f"{chosen!r} {chosen.model_dump_json()}"
    assert "a-password" not in repr(bootstrap.runner(chosen)._paths)


@pytest.mark.parametrize(
    "url", ["mysql://u:a-password@db/yard", "host=db password=a-password", "postgresql://u:a-password@[db"]
)
def test_a_database_that_is_none_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read({**POSTGRESQL, "STATE_URL": url})

    assert str(caught.value).startswith(
        "The setting STATE_URL cannot be used: it must be a connection URI of PostgreSQL, like "
    )
    assert "a-password" not in f"{caught.value} {caught.value.__cause__!r}"


def test_a_database_that_the_driver_refuses_is_not_shown_either() -> None:
    chosen = read({**POSTGRESQL, "STOREYARD_INSTALLATION": "prod", "STATE_URL": "postgresql://u:a-password@db/yard?speed=high"})

    with pytest.raises(BadSetting, match=r"^The setting STATE_URL cannot be used: [^\n]+\.$") as caught:
        bootstrap.build(chosen)
    assert "a-password" not in f"{caught.value} {caught.value.__cause__!r}"


def test_the_dashboards_folder_is_absolute_and_none_is_none() -> None:
    assert read({"HOME": "/home/anna"}).dashboard is None
    folder = read({"HOME": "/home/anna", "STOREYARD_DASHBOARD": "dist"}).dashboard
    assert folder == Path.cwd() / "dist"


def test_resolvers_are_addresses_with_a_port_where_it_is_not_that_of_the_dns() -> None:
    found = read({"HOME": "/h", "DNS_RESOLVERS": "192.0.2.1, 127.0.0.1:5353,2001:DB8::1,[2001:db8::2]:54"})

    assert found.dns_resolvers == (("192.0.2.1", 53), ("127.0.0.1", 5353), ("2001:db8::1", 53), ("2001:db8::2", 54))


def test_hosts_of_webhooks_are_read_with_their_ports() -> None:
    found = read({"HOME": "/h", "WEBHOOK_HOSTS": "127.0.0.1:9000, Hooks.Test:8080,[::1]:9000"})

    assert found.webhook_hosts == {("127.0.0.1", 9000), ("hooks.test", 8080), ("::1", 9000)}


@pytest.mark.parametrize("relay", [{}, {"STOREYARD_MAIL_HOST": "smtp.example.com", "STOREYARD_MAIL_FROM": "shops@example.com"}])
def test_a_platform_sends_mail_where_a_relay_is_set(relay: dict[str, str], tmp_path: Path) -> None:
    inventory = tmp_path / "clusters.json"
    inventory.write_text("{}")
    home = {"HOME": str(tmp_path), "STOREYARD_HOME": str(tmp_path), "STOREYARD_INVENTORY": str(inventory)}
    made = bootstrap.build(read({**home, **relay}))

    assert made.notices.service._codes.available is bool(relay)
