"""images.sh with a Docker that only says it builds: what it downloads can be had or not, and what is built at the same time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.fakes.programs import stand_in

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "roles/image_build/files/images.sh"
ENGINES = [set(engine.images) for engine in FileCatalogue(ROOT / "charts").engines().values()]
ALL = {"gate"}.union(*ENGINES)
# The image whose code is downloaded, the addresses, and the images of its engine and of the others.
(LIST,) = ROOT.glob("images/*/downloads.txt")
LOADED = LIST.parent.name
NEEDS = [line.split()[0] for line in LIST.read_text().splitlines() if line.startswith("https:")]
(ITS,) = (images for images in ENGINES if LOADED in images)
OTHERS = set().union(*(images for images in ENGINES if LOADED not in images))


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment with a Docker that has every image asked for but the one with downloads, and no way to the internet."""
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in(
        programs / "docker",
        f'case "$*" in "image inspect"*/{LOADED}:* | version) exit 1 ;; "image inspect"*) exit 0 ;; *) exit 1 ;; esac',
    )
    stand_in(programs / "curl", "exit 6")
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "STOREYARD_CACHE": str(tmp_path / "cache"),
        "STOREYARD_HOME": str(tmp_path / "home"),
        "STOREYARD_PROVIDER": "none",
    }


def run(machine: dict[str, str], *folders: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run([SCRIPT, *folders], env=machine, capture_output=True, text=True, check=False, timeout=60)


def test_an_engine_that_cannot_be_downloaded_is_left_out_and_the_others_are_not(machine: dict[str, str]) -> None:
    done = run(machine)

    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("Left out")]
    for part in (f"images/{LOADED}", *(url.rsplit("/", 1)[1] for url in NEEDS), f"{machine['STOREYARD_CACHE']}/{LOADED}"):
        assert part in line
    names = json.loads(Path(machine["STOREYARD_HOME"], "images.json").read_text())
    assert set(names) >= OTHERS
    assert not (ITS - OTHERS) & set(names)


def test_an_image_that_was_asked_for_by_name_is_not_left_out(machine: dict[str, str]) -> None:
    done = run(machine, LOADED)

    assert done.returncode == 1
    assert "cannot be downloaded. Put the files into" in done.stderr


def test_files_that_are_there_are_taken_without_a_download(machine: dict[str, str]) -> None:
    folder = Path(machine["STOREYARD_CACHE"], LOADED)
    folder.mkdir(parents=True)
    for url in NEEDS:
        (folder / url.rsplit("/", 1)[1]).write_text("given")

    done = run(machine)

    assert "Left out" not in done.stdout
    assert "Docker does not answer" in done.stderr, "it goes on to the build"


def test_a_download_with_another_checksum_is_refused(machine: dict[str, str], tmp_path: Path) -> None:
    stand_in(tmp_path / "bin/curl", 'while [ "$1" != --output ]; do shift; done; echo wrong > "$2"')

    done = run(machine)

    assert done.returncode == 1
    assert "its checksum is another" in done.stderr
    assert not [file for file in Path(machine["STOREYARD_CACHE"], LOADED).iterdir() if file.name in str(NEEDS)]


@pytest.fixture
def builder(machine: dict[str, str], tmp_path: Path) -> Path:
    """A Docker that has no image yet; returns a file with a line for each build: its image, and how many were at work with it.

    The first build waits for another to begin. The image named in the file `broken` beside it cannot be built, and the others
    end only once images.sh knows that.
    """
    folder = Path(machine["STOREYARD_CACHE"], LOADED)
    folder.mkdir(parents=True)
    for url in NEEDS:
        (folder / url.rsplit("/", 1)[1]).write_text("given")
    (tmp_path / "work").mkdir()
    stand_in(
        tmp_path / "bin/docker",
        f"""
        case "$*" in
            "image inspect debian"* | *version | "run "*) exit 0 ;;
            build*) ;;
            *) exit 1 ;;
        esac
        cd {tmp_path}
        while [ "$1" != --tag ]; do shift; done
        name=$(basename "${{2%%:*}}")
        mkdir "work/$name"
        for _ in $(seq 200); do
            others=$(ls work | wc -l)
            [ ! -s builds ] && [ "$others" = 1 ] || break
            sleep 0.05
        done
        echo "$name $others" >> builds
        rmdir "work/$name"
        [ -e broken ] || exit 0
        [ "$(cat broken)" != "$name" ] || {{ echo $PPID > failed; exit 1; }}
        until [ -s failed ] && ! kill -0 "$(cat failed)"; do sleep 0.05; done
        """,
    )
    return tmp_path / "builds"


def test_two_images_are_built_at_once_and_no_more(machine: dict[str, str], builder: Path) -> None:
    done = run(machine)

    assert done.returncode == 0, done.stderr
    built = dict(line.split() for line in builder.read_text().splitlines())
    assert set(built) == ALL == set(json.loads(Path(machine["STOREYARD_HOME"], "images.json").read_text()))
    assert max(map(int, built.values())) == 2
    said = [line for line in done.stdout.splitlines() if line.startswith("Building images: ")]
    assert ", " in said[0].partition(" (")[0], "it says what is being built"


def test_after_a_failed_build_no_other_begins_and_what_has_begun_is_finished(machine: dict[str, str], builder: Path) -> None:
    broken = min(set().union(*ENGINES))
    (builder.parent / "broken").write_text(broken)

    done = run(machine)

    assert done.returncode == 1
    assert f"storeyard: The image {broken} could not be built" in done.stderr
    assert len(builder.read_text().splitlines()) == 2 < len(ALL)
    assert not Path(machine["STOREYARD_HOME"], "images.json").exists()


def test_every_download_is_https_with_a_checksum_or_a_reason_why_not() -> None:
    for file in ROOT.glob("images/*/downloads.txt"):
        lines = [line.split() for line in file.read_text().splitlines() if not line.startswith("#")]
        for url, checksum in lines:
            assert url.startswith("https://")
            algorithm, _, digest = checksum.partition(":")
            assert checksum == "-" or len(digest) == hashlib.new(algorithm).digest_size * 2


DIGEST = "sha256:" + "0123456789abcdef" * 4
PREFIX = "registry.example.com:5000/storeyard"


@pytest.fixture
def registry(machine: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A machine that has every image, for a cluster with a registry. Docker notes what it pushes in `pushed`.

    An image has a digest once it was pushed, beside one of another registry; while `nameless` is there, it has none.
    """
    stand_in(
        tmp_path / "bin/docker",
        f"""
        cd {tmp_path}
        for last; do :; done
        case "$*" in
            push*) echo "$last" >> pushed ;;
            "image inspect --format"*)
                [ ! -e nameless ] || exit 0
                grep -qxF "$last" pushed || exit 0
                echo "elsewhere.example.com/{PREFIX}/${{last##*/}}@sha256:other"
                echo "${{last%:*}}@{DIGEST}" ;;
            "image inspect"* | *version) ;;
            *) exit 1 ;;
        esac
        """,
    )
    (tmp_path / "pushed").touch()
    return {**machine, "STOREYARD_PROVIDER": "existing", "STOREYARD_IMAGES": PREFIX}


def names(machine: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = json.loads(Path(machine["STOREYARD_HOME"], "images.json").read_text())
    return found


def test_what_a_registry_holds_is_named_by_its_digest(registry: dict[str, str], tmp_path: Path) -> None:
    done = run(registry)

    assert done.returncode == 0, done.stderr
    assert names(registry) == {name: f"{PREFIX}/{name}@{DIGEST}" for name in ALL}
    pushed = (tmp_path / "pushed").read_text().splitlines()
    assert sorted(line.rpartition(":")[0] for line in pushed) == sorted(f"{PREFIX}/{name}" for name in ALL)


def test_a_second_run_pushes_nothing_and_says_the_same_names(registry: dict[str, str], tmp_path: Path) -> None:
    run(registry)
    before, pushed = names(registry), (tmp_path / "pushed").read_text()

    done = run(registry)

    assert (done.returncode, "changed: " in done.stdout) == (0, False)
    assert (names(registry), (tmp_path / "pushed").read_text()) == (before, pushed)


def test_an_image_that_was_pushed_before_digests_were_kept_gets_its_own_without_a_push(
    registry: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "nameless").touch()
    run(registry)
    assert all("@" not in name and name.startswith(f"{PREFIX}/") for name in names(registry).values()), (
        "a tag where none is known"
    )
    pushed = (tmp_path / "pushed").read_text()
    (tmp_path / "nameless").unlink()

    done = run(registry)

    assert done.returncode == 0, done.stderr
    assert all(name.endswith(f"@{DIGEST}") for name in names(registry).values())
    assert (tmp_path / "pushed").read_text() == pushed


def test_a_cluster_without_a_registry_is_told_to_name_one(registry: dict[str, str]) -> None:
    done = run({**registry, "STOREYARD_IMAGES": "localhost/storeyard"})

    assert done.returncode == 1
    assert "set cluster_images in the inventory" in done.stderr


@pytest.fixture
def node(machine: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A kind node that has every image; what it is told to call otherwise is in the file `called`."""
    stand_in(
        tmp_path / "bin/docker",
        f"""
        cd {tmp_path}
        case "$*" in
            "image inspect"* | *version) ;;
            ps*) echo node ;;
            *" images ls -q") echo "$EVERY" | tr ' ' '\\n' ;;
            *" images ls") for name in $EVERY; do echo "$name type sha256:${{name##*/}} 1 MiB"; done; cat called ;;
            *" images tag --force "*) shift 8; echo "$2 type sha256:${{1##*/}} 1 MiB" >> called ;;
            *) exit 1 ;;
        esac
        """,
    )
    (tmp_path / "called").touch()
    run(machine)  # which only says the names
    every = names(machine)
    return {**machine, "STOREYARD_PROVIDER": "kind", "EVERY": " ".join(every.values())}


def test_what_is_loaded_is_called_local_besides_and_once(node: dict[str, str], tmp_path: Path) -> None:
    done, again = run(node), run(node)

    assert (done.returncode, again.returncode) == (0, 0), done.stderr + again.stderr
    found = {line.split()[0]: line.split()[2] for line in (tmp_path / "called").read_text().splitlines()}
    assert found == {name.rpartition(":")[0] + ":local": f"sha256:{name.rpartition('/')[2]}" for name in names(node).values()}
    assert ("changed: called" in done.stdout, "changed: " in again.stdout) == (True, False)


def test_a_k3s_elsewhere_takes_images_from_its_registry(registry: dict[str, str], tmp_path: Path) -> None:
    done = run({**registry, "STOREYARD_PROVIDER": "k3s"})

    assert done.returncode == 0, done.stderr
    assert names(registry) == {name: f"{PREFIX}/{name}@{DIGEST}" for name in ALL}


def test_a_k3s_on_this_machine_is_given_what_it_lacks(machine: dict[str, str], tmp_path: Path) -> None:
    stand_in(tmp_path / "bin/docker", """case "$1" in save) shift; printf '%s\\n' "$@" ;; esac""")
    stand_in(
        tmp_path / "bin/k3s",
        f"""cd {tmp_path}
        case "$*" in
            "ctr images ls -q") cat has ;;
            "ctr images import -") cat >> has; echo >> archives ;;
            "ctr images ls") for name in $(cat has); do echo "$name type sha256:${{name##*/}} 1 MiB"; done; cat called ;;
            "ctr images tag --force "*) echo "$6 type sha256:${{5##*/}} 1 MiB" >> called ;;
            *) exit 1 ;;
        esac""",
    )
    (tmp_path / "has").touch()
    (tmp_path / "called").touch()

    first, second = (run({**machine, "STOREYARD_PROVIDER": "k3s"}) for _ in range(2))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert set((tmp_path / "has").read_text().splitlines()) == set(names(machine).values())
    assert len((tmp_path / "called").read_text().splitlines()) == len(ALL)
    assert "changed: loaded" in first.stdout
    assert "changed: " not in second.stdout
    assert (tmp_path / "archives").read_text() == "\n", "in one, which has once what several images have in common"


def test_without_k3s_on_this_machine_a_registry_is_asked_for(registry: dict[str, str]) -> None:
    done = run({**registry, "STOREYARD_PROVIDER": "k3s", "STOREYARD_IMAGES": "localhost/storeyard"})

    assert done.returncode == 1
    assert "k3s is not on this machine" in done.stderr


def test_an_inventory_of_servers_can_build_images(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "ansible-playbook", "-i", "inventories/production", "playbooks/images.yml", "--check"],
        cwd=ROOT,
        env={**os.environ, "STOREYARD_HOME": str(tmp_path / "home"), "STOREYARD_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout


def test_another_cluster_has_a_file_of_its_own_and_an_image_that_is_here_is_only_named_again(
    machine: dict[str, str], tmp_path: Path
) -> None:
    home = Path(machine["STOREYARD_HOME"])
    run(machine, "gate")
    first = json.loads((home / "images.json").read_text())["gate"]
    stand_in(
        tmp_path / "bin/docker",
        f"""
        case "$*" in
            "image inspect {PREFIX}/"*) exit 1 ;;
            "image inspect"* | *version) ;;
            "image ls"*) echo other/gate:000000000000; echo "{first}" ;;
            "tag "*) echo "$2 $3" >> {tmp_path}/tagged ;;
            *) exit 1 ;;
        esac
        """,
    )

    done = run({**machine, "STOREYARD_IMAGES": PREFIX, "STOREYARD_IMAGES_FILE": "images.east.json"}, "gate")

    assert done.returncode == 0, done.stderr
    name = f"{PREFIX}/{first.rpartition('/')[2]}"
    assert (tmp_path / "tagged").read_text() == f"{first} {name}\n"
    assert json.loads((home / "images.east.json").read_text()) == {"gate": name}
    assert json.loads((home / "images.json").read_text()) == {"gate": first}


def test_a_cluster_that_became_the_first_has_no_file_of_its_own_any_more(machine: dict[str, str]) -> None:
    old = Path(machine["STOREYARD_HOME"]) / "images.east.json"
    old.parent.mkdir()
    old.write_text("{}")

    run({**machine, "STOREYARD_IMAGES_OLD_FILE": old.name}, "gate")

    assert not old.exists()
