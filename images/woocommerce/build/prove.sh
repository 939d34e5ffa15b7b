#!/bin/bash
# Runs in the image's build, as root: proves that a shop which is made of the template sells, starts again and is upgraded.
# shellcheck source-path=SCRIPTDIR source=database.sh
. "$(dirname "$0")/database.sh"

echo "prove: a shop made of it takes an order"
export STORE_URL=http://127.0.0.1:8080
chown 10001:10001 "$uploads"
# In a process group of its own: Apache ends all of its group.
plain setsid /usr/local/share/storeyard/start.sh &
shop=$!
php /build/smoke.php
kill -WINCH "$(cat /tmp/apache2.pid)"
wait $shop || { echo "prove: the shop did not stop in order" >&2; exit 1; }

echo "prove: a start with older data brings it up to date"
sql shop -e "UPDATE wp_options SET option_value = '60717' WHERE option_name = 'db_version';
             UPDATE wp_options SET option_value = '10.2.0' WHERE option_name IN ('woocommerce_version', 'woocommerce_db_version')"
plain php /usr/local/share/storeyard/setup.php 2>&1 | tee /tmp/db.upgrade
grep -q 'database upgraded' /tmp/db.upgrade
plain php /usr/local/share/storeyard/setup.php 2>&1 | grep 'database found'
