#!/bin/bash
# release.sh < VALUES: installs or upgrades charts/storeyard, and writes to $STOREYARD_HOME/platform where it answers (address), the
# certificate that vouches for it there (ca.pem) and the first owner's token. KUBECONFIG and KUBE_CONTEXT say which cluster.
# shellcheck source-path=SCRIPTDIR source=../../tools/files/lib.sh
. "$(dirname "$0")/../../tools/files/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
CHART=$(cd "$HERE/../../.." && pwd)/charts/storeyard
NAMESPACE=$PLATFORM_NAMESPACE NAME=$PLATFORM_NAME FOLDER=$STATE/platform
[ -n "${KUBE_CONTEXT:-}" ] || unset KUBE_CONTEXT

kube() { kubectl ${KUBE_CONTEXT:+--context "$KUBE_CONTEXT"} --namespace "$NAMESPACE" --request-timeout=30s "$@"; }
helm_here() { helm --namespace "$NAMESPACE" ${KUBE_CONTEXT:+--kube-context "$KUBE_CONTEXT"} "$@"; }

# the fence of pods that the chart's own fit
namespace() {
    kube apply --server-side --force-conflicts --field-manager=storeyard -f - > /dev/null << YAML || die "The namespace $NAMESPACE cannot be made (see above)."
apiVersion: v1
kind: Namespace
metadata:
  name: $NAMESPACE
  labels: {app.kubernetes.io/part-of: storeyard, pod-security.kubernetes.io/enforce: restricted}
YAML
}

# certificate: a self-signed one, unless the Secret is there: yours, or that of the last time. Its key stays out of Helm's values.
certificate() {
    local work
    if ! kube get secret "$NAME-tls" > /dev/null 2>&1; then
        work=$(mktemp -d)
        # shellcheck disable=SC2064  # the folder of now
        trap "rm -rf '$work'" EXIT
        (umask 077 && "$PLATFORM_PYTHON" "$HERE/certificate.py" "$PLATFORM_HOST" "$work/tls.crt" "$work/tls.key")
        kube create secret tls "$NAME-tls" --cert="$work/tls.crt" --key="$work/tls.key" > /dev/null || die "The Secret $NAME-tls cannot be made (see above)."
        changed "made a certificate for $PLATFORM_HOST"
    fi
    kube get secret "$NAME-tls" -o 'go-template={{index .data "tls.crt" | base64decode}}' > "$FOLDER/ca.pem"
}

# proxies: the networks of the cluster's pods, in which its ingress is, as a JSON list.
proxies() { kube get nodes -o 'go-template={{range .items}}{{range .spec.podCIDRs}}{{println .}}{{end}}{{end}}' | sed '/^$/d; s/.*/"&"/' | paste -sd, | sed 's/.*/[&]/'; }

# install VALUES: Helm would make a revision of what is there already.
install() {
    local log=$FOLDER/helm.log trusted
    trusted="{\"trustedProxies\": $(proxies)}"
    if fresh "$FOLDER/.stamp" "$CHART" "$1" "$trusted" && deployed; then return; fi
    helm_here upgrade --install "$NAME" "$CHART" --values <(echo "$trusted") --values <(echo "$1") --wait --timeout 3m > "$log" 2>&1 ||
        die "The platform could not be installed: $(grep -m1 -i error "$log") \`kubectl -n $NAMESPACE describe pods\` says more; run this again to try again."
    stamp "$FOLDER/.stamp" "$CHART" "$1" "$trusted"
    changed "installed the release $NAME"
}

deployed() { case $(helm_here status "$NAME" 2> /dev/null) in *"STATUS: deployed"*) ;; *) return 1 ;; esac; }

# told: what a person needs. The token is the one that the pod made, and stays in files that their owner can read.
told() {
    local port=''
    [ "$PLATFORM_PORT" = 443 ] || port=:$PLATFORM_PORT
    echo "https://$PLATFORM_HOST$port" > "$FOLDER/address"
    kube exec "deployment/$NAME" --container platform -- cat /var/lib/storeyard/token > "$FOLDER/token.tmp" ||
        die "The platform does not say its owner's token. Run this again."
    mv "$FOLDER/token.tmp" "$FOLDER/token"
}

mkdir -p "$FOLDER"
umask 077
VALUES=$(cat)
namespace
certificate
install "$VALUES"
told
