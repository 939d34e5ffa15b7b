#!/bin/sh
# The shop: prepares the database, then becomes Apache.
set -eu
here=/usr/local/share/storeyard
export WEB_WORKERS="${WEB_WORKERS:-6}"
php "$here/setup.php"
[ "${STORE_COPY:-false}" != true ] || set -- -D StoreCopy
exec apache2 -f /etc/apache2/apache2.conf "$@" -D FOREGROUND
