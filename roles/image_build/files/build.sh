# shellcheck shell=bash
# How things are built in Docker; sourced by images.sh and by the dashboard's script, after roles/tools/files/lib.sh.
BASE=debian:trixie-slim

# A Docker client from 23 on needs its buildx plugin for BuildKit; Debian's 20.10 has BuildKit built in.
client() {
    if ! docker buildx version > /dev/null 2>&1 && [ -x /usr/bin/docker ]; then echo /usr/bin/docker; else echo docker; fi
}

# Where containers on the engine's bridge reach no package server, builds use the machine's own network.
network() {
    if [ -n "${STOREYARD_BUILD_NETWORK:-}" ]; then echo "$STOREYARD_BUILD_NETWORK"; return; fi
    [ -z "${http_proxy:-${HTTP_PROXY:-}}" ] || { echo default; return; }
    # shellcheck disable=SC2016
    if docker run --rm "$BASE" bash -c 'timeout 10 bash -c ": < /dev/tcp/deb.debian.org/80"' > /dev/null 2>&1; then echo default; else echo host; fi
}

# docker_build ARGUMENT...: builds on $NETWORK. The machine's certificates go in as the secret "ca", for a machine behind a proxy
# that intercepts TLS.
docker_build() {
    local bundle=/etc/ssl/certs/ca-certificates.crt options=() name
    [ ! -r $bundle ] || options+=(--secret "id=ca,src=$bundle")
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [ -z "${!name:-}" ] || options+=(--build-arg "$name")
    done
    DOCKER_BUILDKIT=1 "$(client)" build --progress=plain --network "$NETWORK" "${options[@]}" "$@"
}

# why LOG: prints what a build failed with: the last error in it but for Docker's own word that a step failed.
why() {
    local errors
    errors=$(grep -aE 'ERROR|rror( TS[0-9]+)?:' "$1")
    { grep -avE 'executor failed|failed to solve' <<< "$errors" || echo "$errors"; } | tail -n 1 | cut -c1-300
}
