<?php
// Brings the database to the version of the code: WordPress' own upgrade, then WooCommerce's, which it does in small jobs.
const WAIT_SECONDS = 300; // its jobs are due a second after one another

require_once '/var/www/html/wp-load.php'; // WooCommerce sees its older version and prepares its jobs
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_upgrade();
if (WC_Install::needs_db_update()) {
    WC_Install::run_manual_database_update();
}
for ($end = time() + WAIT_SECONDS; WC_Install::needs_db_update(); sleep(1)) {
    if (time() > $end) {
        error_log('storeyard: WooCommerce did not end its update');
        exit(1);
    }
    ActionScheduler::runner()->run('storeyard');
}
