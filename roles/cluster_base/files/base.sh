#!/bin/bash
# base.sh state FINGERPRINT | install FINGERPRINT < OBJECTS: looks at what every cluster gets; installs it, tests it and marks the
# cluster. KUBECONFIG and KUBE_CONTEXT say which cluster, INGRESS_URL where its ingress answers.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
NAMESPACE=storeyard-system

kube() { kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} --request-timeout=10s "$@"; }
answers() { [ "$(curl -s --noproxy '*' -m 3 -o /dev/null -w '%{http_code}' "$INGRESS_URL/")" != 000 ]; }
cluster_uid() { kube get namespace kube-system -o 'jsonpath={.metadata.uid}'; }

# What `state` looks at, in one request after another of one kubectl: each start of it costs a third of a second.
LOOK='{{range .items}}{{.kind}} {{if eq .kind "ConfigMap"}}{{.data.passed}}{{else if eq .kind "IngressClass"
}}{{with .metadata.labels}}{{index . "app.kubernetes.io/managed-by"}}{{end}}{{else}}{{.metadata.name}} {{.metadata.uid}}{{end}}{{"\n"}}{{end}}'

# state: prints "done" if all of this was found in order before, in this cluster, and its ingress answers; else what is there.
state() {
    local found uid
    found=$(kube -n $NAMESPACE get --ignore-not-found -o "go-template=$LOOK" namespace/kube-system namespace/storeyard-check \
        configmap/base "ingressclass/$INGRESS_CLASS" "storageclass/$STORAGE_CLASS" 2>&1) && uid=$(awk '$2 == "kube-system" {print $3}' <<< "$found") && [ -n "$uid" ] ||
        die "The cluster does not answer (kubeconfig $KUBECONFIG${KUBE_CONTEXT:+, context $KUBE_CONTEXT}): ${found##*$'\n'}. Start it and run this again."
    if grep -qx "ConfigMap $uid $1" <<< "$found"; then
        answers || { say "Waiting for the ingress"; await 60 answers; } ||
            die "The ingress does not answer at $INGRESS_URL. \`kubectl -n $INGRESS_NAMESPACE describe pods\` says why; run this again to try again."
        echo "done"
        return
    fi
    # pods of a check that was interrupted
    ! grep -q '^Namespace storeyard-check ' <<< "$found" ||
        kube delete namespace storeyard-check --ignore-not-found --request-timeout=60s > /dev/null
    # someone else's ingress is left alone; ours may be older
    if grep '^IngressClass' <<< "$found" | grep -qvx 'IngressClass storeyard'; then
        echo "foreign ingress"
        # Its image is on the nodes already; a cluster without a way out, like k3s's from files, has no other one.
        kube -n "$INGRESS_NAMESPACE" get deployments,daemonsets -l app.kubernetes.io/name=traefik \
            -o 'jsonpath={range .items[*]}traefik image {.spec.template.spec.containers[0].image}{"\n"}{end}' 2> /dev/null || true
    fi
    ! grep -q '^StorageClass ' <<< "$found" || echo "storage class"
}

install() {
    local said
    said=$(kube apply --server-side --force-conflicts --field-manager=storeyard -f - 2>&1) ||
        die "Traefik and the check of NetworkPolicies cannot be installed: ${said##*$'\n'}. Run this again."
    changed "installed Traefik and the pods that test NetworkPolicies"
}

# reaches FROM TO: true if the one pod can open a connection to the other.
reaches() {
    timeout 3 kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} -n storeyard-check exec "$1" -- \
        traefik healthcheck --ping=true --entrypoints.traefik.address="${addresses[$2]}:8080" > /dev/null 2>&1
}
declare -A addresses=()
# started: true once all pods run; sets their addresses.
started() {
    local name address
    kube -n storeyard-check wait --for=condition=Ready pod --all --timeout=180s --request-timeout=0 > /dev/null 2>&1 || return
    while read -r name address; do addresses[$name]=$address; done < <(kube -n storeyard-check get pods --no-headers \
        -o 'custom-columns=NAME:.metadata.name,IP:.status.podIP')
}
# answering: true if the two that are asked answer one that may ask, so that later silence is a fence and not a slow start.
answering() {
    local other
    reaches friend fenced &
    other=$!
    reaches stranger friend && wait $other
}

# fenced_off: true if nothing crosses the two fences while others are let through: what is blocked is not merely broken.
fenced_off() {
    local entering leaving open=
    reaches stranger fenced &
    entering=$!
    reaches fenced friend &
    leaving=$!
    if reaches friend fenced && reaches stranger friend; then open=1; fi
    WHY=''
    ! wait $entering || WHY='enters a pod: its shops would not be fenced off from each other'
    ! wait $leaving || WHY='leaves a pod: its shops would not be fenced in'
    [ -z "$WHY" ] && [ -n "$open" ]
}

policies() {
    WHY=''
    { started && await 60 answering; } ||
        die "The check of NetworkPolicies could not start its pods. \`kubectl -n storeyard-check describe pods\` says why; run this again to try again."
    # a network plugin may take a moment to put up its fences
    if ! await "${POLICY_SECONDS:-15}" fenced_off; then
        [ -z "$WHY" ] || die "This cluster does not enforce NetworkPolicies for what $WHY. Use a network plugin that does (kindnet, kube-router, Calico, Cilium), and run this again."
        die "The check of NetworkPolicies gave no clear answer; run this again to try again."
    fi
    kube delete namespace storeyard-check --wait=false > /dev/null
    changed "tested that NetworkPolicies are enforced"
}

finish() {
    await 60 answers || die "The ingress does not answer at $INGRESS_URL. \`kubectl -n $INGRESS_NAMESPACE describe pods\` says why; run this again to try again."
    kube apply -f - > /dev/null << YAML
apiVersion: v1
kind: Namespace
metadata: {name: $NAMESPACE, labels: {app.kubernetes.io/part-of: storeyard, app.kubernetes.io/managed-by: storeyard}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: base, namespace: $NAMESPACE, labels: {app.kubernetes.io/part-of: storeyard, app.kubernetes.io/managed-by: storeyard}}
data: {passed: "$(cluster_uid) $1"}
YAML
    changed "marked the cluster as ready"
}

case ${1:-} in
    state) state "$2" ;;
    install)
        install
        policies
        finish "$2" ;;
    *) die "usage: base.sh state|install FINGERPRINT" ;;
esac
