#!/bin/bash
# engine.sh start|stop|keep: a Docker engine that answers. One that is there is used and left alone. Else Debian's docker.io
# is started: by systemd, or where there is none by ourselves, below $STOREYARD_CACHE/engine and by recorded pid; `stop` ends
# only that one and takes off the machine what it put there. `keep` stops it, and its containers stay for the next start.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
BRIDGE_ADDRESS=${STOREYARD_ENGINE_BRIDGE:-10.252.0.1/24} POOL=${STOREYARD_ENGINE_POOL:-10.253.0.0/16}
SOCKET=unix://$ENGINE/docker.sock
# What dockerd and a node's kubelet change for the whole machine.
SYSCTLS=(net.ipv4.ip_forward vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
    kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

# spawn NAME COMMAND...: starts a daemon in a session of its own and records its pid; not a second time.
spawn() {
    ! running "$1" || return 0
    changed "started $1"
    setsid "${@:2}" > "$ENGINE/log/$1.log" 2>&1 < /dev/null 9>&- &
    echo $! > "$ENGINE/$1.pid"
}

start() {
    if ! ours_recorded; then
        ! engine_answers || return 0
        is_root || die "No Docker engine answers, and only root can start one. Start Docker (or join the group docker), or run \`sudo make up\`."
        packages dockerd=docker.io docker=docker.io iptables=iptables nft=nftables jq=jq
        # Debian's package may have started it.
        if [ -d /run/systemd/system ]; then
            engine_answers || { say "Starting Docker" && systemctl start docker; } || true
            await 30 engine_answers || die "Docker does not start; \`journalctl -u docker\` says why."
            return 0
        fi
    elif running containerd && running dockerd && engine_answers; then
        return 0
    fi
    is_root || die "The Docker engine of an earlier run as root is not running, and only root can start it: run \`sudo make up\`."
    packages dockerd=docker.io docker=docker.io iptables=iptables nft=nftables jq=jq
    say "Starting a Docker engine"
    record
    spawn_daemons
}

# record: what `stop` puts back, written down before the first change.
record() {
    [ ! -e "$ENGINE/tables" ] || return 0
    mkdir -p "$ENGINE"
    sysctl -e "${SYSCTLS[@]}" > "$ENGINE/sysctl"
    nft list tables 2> /dev/null > "$ENGINE/tables.tmp"
    mv "$ENGINE/tables.tmp" "$ENGINE/tables"
    rm -f "$ENGINE/kept"
}

spawn_daemons() {
    mkdir -p "$ENGINE/log"
    # dockerd must find forwarding on, or it turns the host's FORWARD policy to DROP.
    sysctl -qw net.ipv4.ip_forward=1
    cat > "$ENGINE/containerd.toml" << TOML
version = 2
root = "$ENGINE/containerd/root"
state = "$ENGINE/containerd/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$ENGINE/containerd.sock"
TOML
    spawn containerd containerd --config "$ENGINE/containerd.toml"
    await 30 ctr --address "$ENGINE/containerd.sock" version || die "containerd does not start; $ENGINE/log/containerd.log says why. Run this again to try again."

    # A machine whose root lacks CAP_SYS_RESOURCE (bit 24) gets the runtime wrapper.
    local runtime=()
    if (((0x$(awk '/^CapBnd/ {print $2}' /proc/self/status) >> 24 & 1) == 0)); then
        install -m 755 "$HERE/runc-nocap" "$ENGINE/runc-nocap"
        runtime=(--add-runtime "runc-nocap=$ENGINE/runc-nocap" --default-runtime runc-nocap)
    fi
    # A pid file of one that was killed keeps dockerd from starting.
    running dockerd || rm -f "$ENGINE/dockerd.lock"
    # With live-restore a killed dockerd takes no container along.
    spawn dockerd dockerd --containerd "$ENGINE/containerd.sock" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" \
        --pidfile "$ENGINE/dockerd.lock" -H "$SOCKET" --storage-driver overlay2 --live-restore \
        --bip "$BRIDGE_ADDRESS" --default-address-pool "base=$POOL,size=24" \
        --exec-opt native.cgroupdriver=cgroupfs "${runtime[@]}"
    export DOCKER_HOST=$SOCKET
    await 60 engine_answers || die "dockerd does not start; $ENGINE/log/dockerd.log says why. Run this again to try again."
}

# finish NAME: ends a daemon, in the end by force.
finish() {
    ! running "$1" || kill "$(cat "$ENGINE/$1.pid")"
    await 20 not_running "$1" || kill -9 "$(cat "$ENGINE/$1.pid")"
    await 5 not_running "$1"
}
not_running() { ! running "$1"; }

stop() {
    if ! ours_recorded || { [ ! -e "$ENGINE/tables" ] && [ "$1" = keep ]; }; then return 0; fi
    is_root || die "The Docker engine was started by root: run \`sudo make down\`."
    say "Stopping the Docker engine"
    # One that was killed, and left its containers behind, is started once more to end them.
    if ! running dockerd || ! engine_answers; then
        record
        spawn_daemons
    fi
    local listed
    if [ "$1" = keep ]; then
        mapfile -t listed < <(docker ps -q)
        [ ${#listed[@]} = 0 ] || docker stop -t 30 "${listed[@]}" > /dev/null
        touch "$ENGINE/kept"
    else
        mapfile -t listed < <(docker ps -aq)
        [ ${#listed[@]} = 0 ] || docker rm -fv "${listed[@]}" > /dev/null
        mapfile -t listed < <(docker network ls -q --filter type=custom)
        [ ${#listed[@]} = 0 ] || docker network rm "${listed[@]}" > /dev/null
    fi
    local links=()
    mapfile -t links < <(docker network ls -q --filter driver=bridge | cut -c1-12 | sed 's/^/br-/')
    finish dockerd
    finish containerd
    clean_up "${links[@]}"
    [ "$1" = keep ] || rm -f "$ENGINE/kept"
    changed "stopped the engine"
}

# clean_up LINK...: what the daemons leave on the machine. Every step may be done again.
clean_up() {
    set +e
    awk -v folder="$ENGINE/" 'index($5, folder) == 1 {print $5}' /proc/self/mountinfo | sort -r | while read -r mount; do umount "$mount"; done
    local iptables table chain rule link
    # docker0, the bridges of other networks, and ports of a container that reach back into it
    local pool=${POOL%%.0.*} ours='DOCKER|docker0'
    ours+="|-s $pool\.[0-9.]+/32 -d $pool\.[0-9.]+/32 .*MASQUERADE"
    for link in "$@"; do ours+="|$link"; done
    # Rules that name these, then Docker's chains.
    for iptables in iptables ip6tables; do
        for table in nat filter; do
            "$iptables" -w -t "$table" -S 2> /dev/null | grep -E '^-A' | grep -E "$ours" |
                sed 's/^-A/-D/' | while read -r rule; do xargs "$iptables" -w -t "$table" <<< "$rule"; done
            "$iptables" -w -t "$table" -S 2> /dev/null | awk '$1 == "-N" && $2 ~ /^DOCKER/ {print $2}' | while read -r chain; do
                "$iptables" -w -t "$table" -F "$chain"
                "$iptables" -w -t "$table" -X "$chain"
            done
        done
    done
    # Tables that were not there before, if no rule is left in them.
    nft list tables 2> /dev/null | grep -vxFf "$ENGINE/tables" | while read -r _ family table; do
        case "$family $table" in
            "ip nat" | "ip filter" | "ip6 nat" | "ip6 filter")
                nft list table "$family" "$table" 2> /dev/null | grep -qvE '^(table|\}|	chain|	\}|		type|$)' || nft delete table "$family" "$table" ;;
        esac
    done
    for link in docker0 "$@"; do ip link delete "$link" 2> /dev/null; done
    sysctl -qp "$ENGINE/sysctl"
    local folder
    for folder in /sys/fs/cgroup/*/docker /sys/fs/cgroup/docker; do
        [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} + 2> /dev/null
    done
    rm -rf "$ENGINE"/{containerd.pid,dockerd.pid,dockerd.lock,docker.sock,containerd.sock,containerd.sock.ttrpc,exec,containerd/state,sysctl,tables}
    set -e
}

# record_address: where others find the engine, for shells and for the tasks that use docker.
record_address() {
    mkdir -p "$STATE"
    local line="DOCKER_HOST=${DOCKER_HOST:-}"
    [ "$(cat "$STATE/engine.env" 2> /dev/null)" = "$line" ] || { echo "$line" > "$STATE/engine.env.tmp" && mv "$STATE/engine.env.tmp" "$STATE/engine.env"; }
}

only_one
case ${1:-} in
    start) start && record_address ;;
    stop | keep) stop "$1" && rm -f "$STATE/engine.env" ;;
    *) die "usage: engine.sh start|stop|keep" ;;
esac
