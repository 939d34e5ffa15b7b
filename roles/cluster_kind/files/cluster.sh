#!/bin/bash
# cluster.sh up < CONFIG | stop | delete: a kind cluster that is Ready, with its kubeconfig in $STOREYARD_HOME. One that is there
# is healed and never made anew: the shops' data are in its node. Only what an interrupted `up` left half-made is replaced.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
# shellcheck source=image_volume.sh
. "$(dirname "$0")/image_volume.sh"
PROJECT=$(cd "$(dirname "$0")/../../.." && pwd)
NODE=$CLUSTER-control-plane LOG=$CACHE/kind.log
HTTP_PORT=${STOREYARD_HTTP_PORT:-80} HTTPS_PORT=${STOREYARD_HTTPS_PORT:-443}
# Of the release notes of the kind that images/kind-node/go/kind/go.mod names.
PULLED_IMAGE=kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0
# From 1.35 on the kubelet refuses cgroup v1.
PULLED_IMAGE_CGROUP_V1=kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d
export KUBECONFIG=$STATE/kubeconfig

node_status() { docker inspect -f '{{.State.Status}}' "$NODE" 2> /dev/null | grep . || echo none; }
api_ready() { kubectl --request-timeout=5s get --raw /readyz > /dev/null 2>&1; }
node_ready() {
    [ "$(kubectl --request-timeout=5s get node "$NODE" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2> /dev/null)" = True ]
}

# need_port PORT VARIABLE OTHER: says who has a port of this machine before Docker fails on it.
need_port() {
    local hex who
    hex=$(printf ':%04X' "$1")
    # state 0A: listening; on loopback or on all addresses
    awk -v port="$hex" '$4 == "0A" && $2 ~ "^(0100007F|00000000|0{32}|0{24}01000000)" port "$" {found = 1} END {exit !found}' \
        /proc/net/tcp /proc/net/tcp6 2> /dev/null || return 0
    who=$(ss -Hltnp "sport = :$1" 2> /dev/null | sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/\1 (pid \2)/p' | head -1)
    # the ports of a cluster that is there are those it was made with
    [ "$(node_status)" = none ] || die "Port $1 of this machine is taken by ${who:-another program}, and the cluster $CLUSTER listens on it. Stop that program and run this again."
    die "Port $1 of this machine is taken by ${who:-another program}. Stop it, or choose another port: \`$2=$3 make up\`."
}
need_ports() {
    need_port "$HTTP_PORT" STOREYARD_HTTP_PORT 8080
    need_port "$HTTPS_PORT" STOREYARD_HTTPS_PORT 8443
}
same_ports() {
    local have
    have=$(docker inspect -f '{{(index (index .HostConfig.PortBindings "80/tcp") 0).HostPort}} {{(index (index .HostConfig.PortBindings "443/tcp") 0).HostPort}}' "$NODE" 2> /dev/null)
    [ "$have" = "$HTTP_PORT $HTTPS_PORT" ] ||
        die "The cluster $CLUSTER is on the ports ${have/ / and }, not $HTTP_PORT and $HTTPS_PORT. Run \`STOREYARD_HTTP_PORT=${have% *} STOREYARD_HTTPS_PORT=${have#* } make up\`, or \`make down\` first, which removes its shops."
}

# pull IMAGE: false if no registry begins to answer within 15 s.
pull() {
    docker pull "$1" > "$LOG" 2>&1 9>&- &
    local pid=$! end=$((SECONDS + 15))
    until grep -qE 'Pulling fs layer|Digest:' "$LOG"; do
        if ! kill -0 $pid 2> /dev/null || ((SECONDS >= end)); then
            kill $pid 2> /dev/null || true
            wait $pid 2> /dev/null
            return
        fi
        sleep 0.2
    done
    say "Downloading the node image (first run only, 400 MB)"
    wait $pid
}

# node_image: sets IMAGE; one that is there before one that is pulled, and that before one built here.
node_image() {
    [ "$(docker info --format '{{.CgroupVersion}}' 2> /dev/null)" = 2 ] || PULLED_IMAGE=$PULLED_IMAGE_CGROUP_V1
    IMAGE=${STOREYARD_NODE_IMAGE:-$PULLED_IMAGE}
    ! docker image inspect "$IMAGE" > /dev/null 2>&1 || return 0
    if [ -z "${STOREYARD_NODE_IMAGE:-}" ] && [ -x "$BIN/kubernetes" ]; then
        build_node_image # a registry was out of reach before
        return
    fi
    say "Looking for the node image in a registry"
    ! pull "$IMAGE" || return 0
    [ -z "${STOREYARD_NODE_IMAGE:-}" ] || die "The node image $STOREYARD_NODE_IMAGE cannot be pulled: $(tail -1 "$LOG"). Run this again without STOREYARD_NODE_IMAGE to build one here."
    build_node_image
}
build_node_image() {
    is_root || die "No image registry answers, and only root can build the node image here: run \`sudo make up\`."
    [ "$(uname -sm)" = "Linux x86_64" ] || die "No image registry answers, and the node image can be built on Linux x86_64 only. Check the network and run this again."
    "$PROJECT/images/kind-node/programs.sh"
    "$PROJECT/images/kind-node/build.sh" | tee "$CACHE/node-image.name"
    IMAGE=$(tail -1 "$CACHE/node-image.name")
}

create() { # CONFIG is kind's configuration
    need_ports
    rm -f "$KUBECONFIG"
    node_image
    local attempt made=$STATE/kind.tmp
    image_volume "$IMAGE"
    say "Creating the cluster (about 20 s)"
    # It is not waited until the node is ready: what comes next can be placed on it meanwhile, and waits for its own pods.
    mkdir -p "$made"
    for attempt in 1 2; do
        rm -f "$made"/*
        configuration "$CONFIG" | kind create cluster --image "$IMAGE" --config - --kubeconfig "$made/kubeconfig" > "$LOG" 2>&1 9>&- && break
        remove
        drop_volumes # not every engine lets a node have one
        [ "$attempt" = 1 ] || die "The cluster could not be created: $(grep -m1 '^ERROR' "$LOG" || tail -1 "$LOG"). Run this again to try again; $LOG has the rest."
    done
    docker exec "$NODE" touch /kind/storeyard-created
    chmod 600 "$made/kubeconfig"
    mv "$made/kubeconfig" "$KUBECONFIG"
    rm -rf "$made"
    changed "created the cluster $CLUSTER"
}

write_kubeconfig() {
    (umask 077 && kind get kubeconfig --name "$CLUSTER" > "$KUBECONFIG.tmp")
    if cmp -s "$KUBECONFIG.tmp" "$KUBECONFIG"; then rm "$KUBECONFIG.tmp"; return; fi
    mv "$KUBECONFIG.tmp" "$KUBECONFIG"
    changed "wrote the kubeconfig"
}

# heal: brings the node that is there to work.
heal() {
    case $(node_status) in
        running) ;;
        paused) docker unpause "$NODE" > /dev/null && changed "resumed the node" ;;
        *) start_node start "Starting the cluster again (about 20 s)" ;;
    esac
    write_kubeconfig
    if ! await 60 api_ready; then
        start_node restart "The cluster does not answer: starting it again (about 30 s)"
        await 90 api_ready || die "The cluster's API does not answer. \`docker logs $NODE\` says why; run this again to try again."
    fi
    await 90 node_ready || die "The cluster's node does not become ready. \`kubectl --kubeconfig $KUBECONFIG describe node\` says why; run this again to try again."
}
start_node() { # start|restart WORDS
    [ "$1" = restart ] || need_ports
    say "$2"
    local why
    why=$(docker "$1" "$NODE" 2>&1 > /dev/null) || die "The cluster's node cannot be started: $why"
    changed "${1}ed the node"
}

# half_made: true of a cluster that an interrupted run did not finish. Nothing can be in it.
half_made() {
    [ ! -e "$KUBECONFIG" ] || return 1
    [ "$(node_status)" = running ] || docker start "$NODE" > /dev/null 2>&1 || return 1
    ! docker exec "$NODE" test -e /kind/storeyard-created || return 1
    # one that was made by other means, and works, is taken over
    ! docker exec "$NODE" kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=5s get storageclass standard > /dev/null 2>&1 || return 1
}

up() {
    mkdir -p "$STATE"
    if [ -x "$BIN/kind" ] && [ -e "$KUBECONFIG" ] && [ "$(node_status)" = running ] && api_ready && node_ready; then
        same_ports
        return
    fi
    only_one
    "$PROJECT/images/kind-node/programs.sh" kind
    if [ "$(node_status)" != none ] && half_made; then
        say "Removing a cluster that an earlier run left half-made"
        remove
    fi
    if [ "$(node_status)" = none ]; then create; else same_ports && heal; fi
    # Only the programs are needed from here on.
    rm -rf "$CACHE/go"
}

# remove: on cgroup v1 a node killed while its own runc had a container frozen leaves a process that not even SIGKILL ends:
# thaw such cgroups of the node and delete again.
remove() {
    local attempt node cgroup
    for attempt in 1 2 3; do
        kind delete cluster --name "$CLUSTER" --kubeconfig "$STATE/deleted" > "$LOG.delete" 2>&1 9>&- || true
        rm -f "$STATE"/deleted*
        mapfile -t nodes < <(docker ps -aq --no-trunc --filter "label=io.x-k8s.kind.cluster=$CLUSTER")
        [ ${#nodes[@]} != 0 ] || break
        [ "$attempt" != 3 ] || die "The cluster $CLUSTER could not be removed: $(tail -1 "$LOG.delete"). Run this again to try again."
        for node in "${nodes[@]}"; do
            for cgroup in /sys/fs/cgroup/freezer/*/*"$node"; do
                [ -d "$cgroup" ] || continue
                { grep -lr --include=freezer.state -e FROZEN -e FREEZING "$cgroup" || true; } | while read -r state; do echo THAWED > "$state"; done
            done
        done
        sleep 2
    done
    # kind leaves its network behind; Docker keeps it if another cluster is in it.
    docker network rm kind > /dev/null 2>&1 || true
}

down() {
    ! missing docker || return 0
    # Where an engine of ours is not running, engine_docker ends what is in it.
    if ! engine_answers || [ "$(node_status)" = none ]; then return; fi
    only_one
    if [ "$1" = stop ]; then
        [ "$(node_status)" = running ] || return 0
        say "Stopping the cluster"
        # systemd in a node does not end pods in time: ask their processes, databases among them, before the node goes.
        docker exec -i "$NODE" timeout 20 bash > /dev/null 2>&1 << 'NODE' || true
            tasks() { ctr -n k8s.io tasks ls | awk '$3 == "RUNNING" {print $1}'; }
            systemctl stop kubelet
            for task in $(tasks); do ctr -n k8s.io tasks kill -s SIGTERM "$task"; done
            for _ in {1..100}; do [ -n "$(tasks)" ] || break; sleep 0.1; done
NODE
        docker stop -t 5 "$NODE" > /dev/null
        changed "stopped the cluster $CLUSTER"
    else
        say "Removing the cluster"
        local image
        image=$(docker inspect -f '{{.Image}}' "$NODE")
        remove
        release_volumes "$image"
        rm -f "$KUBECONFIG"
        changed "removed the cluster $CLUSTER"
    fi
}

case ${1:-} in
    up)
        CONFIG=$(cat)
        up ;;
    stop | delete) down "$1" ;;
    *) die "usage: cluster.sh up|stop|delete" ;;
esac
