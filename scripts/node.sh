# shellcheck shell=bash
# Node.js and packages of npm's registry, exactly as a pnpm-lock.yaml pins them. Sourced; `fail` is the sourcing script's own.

# needs_node WHAT: fails unless Node.js is there and new enough for WHAT.
needs_node() {
    local program
    for program in node npx; do
        command -v "$program" > /dev/null || fail "$program is missing: $1 needs Node.js 20.19 or later and npm."
    done
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
        fail "Node.js $(node --version) is too old: $1 needs 20.19 or later."
}

# pnpm_install FOLDER CACHE: the packages of FOLDER's lock file into its node_modules. What is there costs nothing: the stamp is
# written last, so a half-made folder is made again. CI: without a terminal pnpm asks nobody whether it may replace one.
pnpm_install() {
    local stamp=$1/node_modules/.storeyard log wanted
    wanted=$(cat "$1/package.json" "$1/pnpm-lock.yaml" | sha256sum | cut -c1-12)
    [ "$(cat "$stamp" 2> /dev/null || true)" != "$wanted" ] || return 0
    log=$(mktemp)
    (cd "$1" && CI=true npm_config_cache=$2/npm npx --yes pnpm@10.18.3 install --frozen-lockfile --ignore-scripts \
        --store-dir "$2/pnpm") > "$log" 2>&1 || { tail -20 "$log" >&2; rm -f "$log"; fail "the packages of $1 could not be installed."; }
    rm -f "$log"
    echo "$wanted" > "$stamp"
}
