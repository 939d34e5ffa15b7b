#!/bin/bash
# slim.sh [all]: takes out of the node_modules here what only builds the admin; `all`: also what nothing but the admin needs, unless
# a project's own code does. The order at the end of template.sh proves that nothing is missed.
set -euo pipefail
cd node_modules
rm -rf .cache .bin .pnpm @medusajs/dashboard @medusajs/icons @medusajs/ui @babel @swc @esbuild esbuild typescript
[ "${1:-}" != all ] || rm -rf react-aria react-stately react-router date-fns framer-motion @ariakit @radix-ui @tanstack figlet \
    prismjs tailwindcss
find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' -o -name '*.tsbuildinfo' \) \
    -delete
# Node reads the whole package once more for an import() of CommonJS, to know its names: a second of each start.
cd @medusajs
sed -i -E 's/await import\(("@medusajs\/[^"]+")\)/require(\1)/' medusa/dist/loaders/index.js medusa/dist/loaders/admin.js \
    utils/dist/dal/mikro-orm/mikro-orm-create-connection.js
! grep -l 'await import("@medusajs' medusa/dist/loaders/*.js utils/dist/dal/mikro-orm/*.js
