"""What the benchmark of the API starts of ours: without the peers and the client, which `make bench-api` installs."""

from __future__ import annotations

from pathlib import Path

from tests.bench.api import alone, servers


def test_our_server_starts_lists_page_by_page_and_is_ended(tmp_path: Path) -> None:
    environment = servers.our_environment(tmp_path / "ours")
    alone.fill(Path(environment["STOREYARD_HOME"]), 120)

    with servers.ours(tmp_path) as server:
        times = alone.page_times(server, 120)
        resident = server.resident_mib

    assert len(times) == 3
    assert resident > 1
    assert not Path(f"/proc/{server.pid}").exists()


def test_a_cold_start_answers_and_says_what_it_imported(tmp_path: Path) -> None:
    environment = servers.our_environment(tmp_path)
    token = servers.first_token(environment)
    alone.fill(tmp_path, 1)

    seconds, said = alone.cold_start(environment, token, profile=True)

    assert seconds > 0
    assert "aws_lambda_powertools" in dict(alone.slowest_imports(said))
