#!/bin/bash
# base.sh state FINGERPRINT | policies | done FINGERPRINT: looks at, tests and marks what every cluster gets. KUBECONFIG and
# KUBE_CONTEXT say which cluster, INGRESS_URL where its ingress answers.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
NAMESPACE=storeyard-system

kube() { kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} --request-timeout=10s "$@"; }
answers() { [ "$(curl -s --noproxy '*' -m 3 -o /dev/null -w '%{http_code}' "$INGRESS_URL/")" != 000 ]; }
cluster_uid() { kube get namespace kube-system -o 'jsonpath={.metadata.uid}'; }

# state: prints "done" if all of this was found in order before, in this cluster, and its ingress answers; else what is there.
state() {
    local uid
    uid=$(cluster_uid 2>&1) || die "The cluster does not answer (kubeconfig $KUBECONFIG${KUBE_CONTEXT:+, context $KUBE_CONTEXT}): ${uid##*$'\n'}. Start it and run this again."
    if [ "$(kube -n $NAMESPACE get configmap base -o 'jsonpath={.data.passed}' 2> /dev/null)" = "$uid $1" ]; then
        answers || { say "Waiting for the ingress"; await 60 answers; } ||
            die "The ingress does not answer at $INGRESS_URL. \`kubectl -n $INGRESS_NAMESPACE describe pods\` says why; run this again to try again."
        echo "done"
        return
    fi
    # pods of a check that was interrupted
    kube delete namespace storeyard-check --ignore-not-found --request-timeout=60s > /dev/null
    # someone else's ingress is left alone; ours may be older
    [ "$(kube get ingressclass "$INGRESS_CLASS" --ignore-not-found -o 'go-template={{index .metadata.labels "app.kubernetes.io/managed-by"}}' 2> /dev/null)" = storeyard ] ||
        kube get ingressclass "$INGRESS_CLASS" --ignore-not-found -o 'go-template=foreign ingress{{"\n"}}'
    kube get storageclass "$STORAGE_CLASS" --ignore-not-found -o 'go-template=storage class{{"\n"}}'
}

# reaches FROM: true if the pod can open a connection to the server's.
reaches() {
    timeout "${2:-3}" kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} -n storeyard-check exec "$1" -- \
        traefik healthcheck --ping=true --entrypoints.traefik.address="$address:8080" > /dev/null 2>&1
}
server_address() {
    address=$(kube -n storeyard-check get pod server -o 'jsonpath={.status.podIP}')
    [ -n "$address" ]
}

policies() {
    local address='' pid
    if ! await 180 server_address || ! await 60 reaches friend 5; then
        die "The check of NetworkPolicies could not start its pods. \`kubectl -n storeyard-check describe pods\` says why; run this again to try again."
    fi
    kube -n storeyard-check wait --for=condition=Ready pod --all --timeout=60s > /dev/null
    reaches stranger &
    pid=$!
    ! reaches fenced || die "This cluster does not enforce NetworkPolicies for what leaves a pod: its shops would not be fenced in. Use a network plugin that does (kindnet, kube-router, Calico, Cilium), and run this again."
    ! wait $pid || die "This cluster does not enforce NetworkPolicies for what enters a pod: its shops would not be fenced off from each other. Use a network plugin that does (kindnet, kube-router, Calico, Cilium), and run this again."
    # a control: what is blocked is not merely broken
    reaches friend 5 || die "The check of NetworkPolicies gave no clear answer; run this again to try again."
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
    policies) policies ;;
    "done") finish "$2" ;;
    *) die "usage: base.sh state FINGERPRINT|policies|done FINGERPRINT" ;;
esac
