#!/bin/sh
# The shop: puts the image's code into its content, prepares the database, then becomes Apache.
set -eu
here=/usr/local/share/storeyard
export WEB_WORKERS="${WEB_WORKERS:-6}"
# Where nobody may change the code, its volume is read-only here, and a container before this one has done it.
[ "${STORE_FILE_MODS:-open}" = locked ] || php "$here/content.php"
php "$here/setup.php"
# Pages that are kept for a few seconds take no more room than this.
mkdir -p /tmp/pages
htcacheclean -d1 -n -t -l32M -p/tmp/pages -P/tmp/htcacheclean.pid
[ "${STORE_COPY:-false}" != true ] || set -- -D StoreCopy
if [ -n "${STORE_ALIASES:-}" ]; then
    # As a pattern: names have nothing in them but letters, digits, hyphens and dots.
    STORE_ALIASES=$(echo "$STORE_ALIASES" | sed 's/\./\\./g; s/ /|/g')
    export STORE_ALIASES
    set -- -D StoreAliases "$@"
fi
exec apache2 -f /etc/apache2/apache2.conf "$@" -D FOREGROUND
