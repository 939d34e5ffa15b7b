#!/bin/bash
# storeyard-build [dependencies]: makes the shop of the Medusa project in /project. `dependencies` installs what its package.json
# names and no more: a change of its sources alone need not wait for that. Leaves node_modules in /app, and all else of the shop in /shop.
set -euo pipefail
BASE=/storeyard
export CI=true MEDUSA_DISABLE_TELEMETRY=true npm_config_node_linker=hoisted npm_config_update_notifier=false

say() { echo "project: $1"; }

dependencies() {
    node $BASE/project/check.js /project
    mkdir -p /app
    cd /app
    cp /project/package.json .
    if [ -e /project/pnpm-lock.yaml ]; then
        cp /project/pnpm-lock.yaml .
        pnpm install --frozen-lockfile
    elif [ -e /project/package-lock.json ]; then
        cp /project/package-lock.json .
        npm ci
    else
        say "no lock file: the versions that the base was proven with, and for what else there is the newest that fits"
        cp $BASE/pnpm-lock.yaml .
        pnpm install --no-frozen-lockfile
    fi
    touch .storeyard-dependencies
}

# Only what the project is made of: what was built on another machine is not.
sources() {
    node $BASE/project/check.js /project
    node $BASE/project/check.js /project sources
    cmp -s /project/package.json package.json || { rm -rf node_modules; dependencies; }
    tar -C /project --exclude=./node_modules --exclude=./.medusa --exclude=./.git --exclude='./.env*' --exclude=./static \
        -c . | tar -x
    mv medusa-config.ts project-config.ts
    cp $BASE/project/medusa-config.ts medusa-config.ts
    cp -R $BASE/plugin storeyard
    mkdir -p storeyard/node_modules
    cp -R $BASE/nodemailer storeyard/node_modules/
    cp $BASE/config.ts storeyard/
}

build() {
    node_modules/.bin/medusa build
    # Nothing but what was built: of the sources only what a shop serves as it is.
    mkdir /built
    mv .medusa/server /built/app
    [ ! -d storefront ] || mv storefront /built/storefront
    mv storeyard /built/plugin
    find . -mindepth 1 -maxdepth 1 ! -name node_modules ! -name package.json ! -name 'p*-lock.*' -exec rm -rf {} +
    if [ -e pnpm-lock.yaml ]; then pnpm prune --prod; else npm prune --omit=dev; fi
    bash /build/slim.sh
    find . -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
    cp -R /built/app/. .
    # Both have a folder of this name: the project's has the compiled configuration.
    cp -R /built/plugin/. storeyard/
    rm storeyard/config.ts
    cp -R $BASE/runtime/. .
    cp -R $BASE/samples samples
    if [ -d /built/storefront ]; then cp -R /built/storefront storefront; else cp -R $BASE/storefront storefront; fi
    rm -rf /built
}

[ -d /project ] || { echo "storeyard-build: there is no folder /project: COPY the project there first." >&2; exit 1; }
if [ "${1:-}" = dependencies ]; then dependencies; exit; fi
[ -e /app/.storeyard-dependencies ] || dependencies
cd /app
sources
build
bash /build/template.sh project
mkdir static
mkdir /shop
find . -mindepth 1 -maxdepth 1 ! -name node_modules -exec cp -a {} /shop/ \;
