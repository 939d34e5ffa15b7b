# shellcheck shell=bash
# Where things are and how scripts speak; sourced by the scripts of the cluster's roles and of images/kind-node.
# Nothing is written outside $CACHE and $STATE.
set -euo pipefail
# shellcheck disable=SC2034  # not every script that sources this needs each of them
CACHE=${STOREYARD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/storeyard}
# shellcheck disable=SC2034
STATE=${STOREYARD_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/storeyard}
# shellcheck disable=SC2034
BIN=$CACHE/bin IMAGES=$CACHE/images ENGINE=$CACHE/engine CLUSTER=${STOREYARD_CLUSTER_NAME:-storeyard}
# /usr/local/go/bin is where go.dev's archive goes.
export PATH=$BIN:/usr/sbin:/sbin:$PATH:/usr/local/go/bin

# say: what is being done, to the progress display (plugins/callback/storeyard_progress.py) and to standard output.
say() { [ -z "${STOREYARD_PROGRESS:-}" ] || echo "$*" >> "$STOREYARD_PROGRESS"; echo "$*"; }
# die: one sentence for the person who typed the command; the display shows it and nothing else.
die() { echo "storeyard: $*" >&2; exit 1; }
# changed: tells Ansible that something was not as it should be and now is.
changed() { echo "changed: $*"; }
missing() { ! command -v "$1" > /dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# await SECONDS COMMAND...: true once the command succeeds.
await() {
    local end=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# only_one: waits until no earlier run is at work on this cache (one whose Ansible was killed still ends what it began).
# Scripts that this one calls share its lock; daemons that it starts must not (9>&-).
only_one() {
    mkdir -p "$CACHE"
    if [ -n "${STOREYARD_LOCKED:-}" ] || missing flock; then return; fi
    exec 9>> "$CACHE/lock"
    export STOREYARD_LOCKED=1
    flock -n 9 && return
    say "Waiting for an earlier run, which is still at work"
    flock -w 1800 9 || die "An earlier run has not ended for half an hour; end it and run this again."
}

# key INPUT...: a fingerprint. An absolute path stands for its content (Go tests and Python's caches aside), all else for itself.
key() {
    local input
    for input in "$@"; do
        case $input in
            /*) find "$input" -name __pycache__ -prune -o -type f ! -name '*_test.go' -printf '%P\n' | LC_ALL=C sort | sums "$input" ;;
            *) echo "$input" ;;
        esac
    done | sha256sum | cut -c1-64
}
# sums INPUT: for each path on standard input, empty for INPUT itself, the path and the checksum of its content.
sums() {
    if [ -f "$1" ]; then cat && sha256sum < "$1"; return; fi
    # one process for all files: a start of it for each would take most of the time
    (cd "$1" && tr '\n' '\0' | xargs -0r sha256sum --) | sed -E 's/^\\?([0-9a-f]{64})  (.*)$/\2\n\1  -/'
}
# fresh STAMP INPUT...: true if `stamp` wrote STAMP for the same inputs.
fresh() { [ "$(cat "$1" 2> /dev/null)" = "$(key "${@:2}")" ]; }
stamp() { key "${@:2}" > "$1.tmp" && mv "$1.tmp" "$1"; }

# packages PROGRAM=PACKAGE...: installs the distribution's packages of the programs that are missing.
packages() {
    local pair wanted=()
    for pair in "$@"; do
        case ${pair%%=*} in
            /*) [ -e "${pair%%=*}" ] || wanted+=("${pair#*=}") ;;
            *) ! missing "${pair%%=*}" || wanted+=("${pair#*=}") ;;
        esac
    done
    [ ${#wanted[@]} -gt 0 ] || return 0
    ! missing apt-get || die "These programs are missing: ${wanted[*]}. Install them and run this again."
    is_root || die "These packages are missing: ${wanted[*]}. Run \`sudo apt-get install ${wanted[*]}\`, then run this again."
    say "Installing packages of the distribution: ${wanted[*]}"
    export DEBIAN_FRONTEND=noninteractive
    # A service that a package starts by itself would be in our way where no systemd looks after it.
    local policy=/usr/sbin/policy-rc.d ours=
    if [ ! -d /run/systemd/system ] && [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy
        chmod 755 $policy
        ours=1
    fi
    { apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${wanted[@]}" ||
        { apt-get -qq update && apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${wanted[@]}"; }; } \
        > "$CACHE/apt.log" 2>&1 9>&- || wanted=()
    [ -z "$ours" ] || rm -f $policy
    [ ${#wanted[@]} -gt 0 ] || die "Packages could not be installed: $(grep -m1 '^E:' "$CACHE/apt.log" || echo "see $CACHE/apt.log")"
    changed "installed ${wanted[*]}"
}

# need_disk GIGABYTES WHAT: says so in time if they are not free.
need_disk() {
    local free
    free=$(($(df -Pk "$CACHE" | awk 'NR == 2 {print $4}') / 1048576))
    ((free >= $1)) || die "$2 takes $1 GB of disk, and $free GB are free in $CACHE. Free some, or set STOREYARD_CACHE to a folder on a larger disk, and run this again."
}

# running NAME: true if the daemon of our engine by that name lives; ours_recorded: true if there is an engine of ours to look after.
running() { grep -qa "$ENGINE/" "/proc/$(cat "$ENGINE/$1.pid" 2> /dev/null || echo none)/cmdline" 2> /dev/null; }
ours_recorded() { [ -e "$ENGINE/tables" ] || [ -e "$ENGINE/kept" ]; }
engine_answers() { timeout 10 docker version > /dev/null 2>&1; }
# An engine of ours goes before any other: the cluster is in it.
! ours_recorded || export DOCKER_HOST=unix://$ENGINE/docker.sock
[ -n "${DOCKER_HOST:-}" ] || unset DOCKER_HOST
