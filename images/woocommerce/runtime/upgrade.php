<?php
// Brings the database to the version of the code: WordPress' own upgrade, then WooCommerce's, which it does in small jobs.
const JOB_ROUNDS = 200;

require_once '/var/www/html/wp-load.php'; // WooCommerce sees its older version and prepares its jobs
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_upgrade();
if (WC_Install::needs_db_update()) {
    WC_Install::run_manual_database_update();
}
for ($round = 0; WC_Install::needs_db_update(); $round++) {
    if ($round === JOB_ROUNDS) {
        error_log('storeyard: WooCommerce did not end its update');
        exit(1);
    }
    ActionScheduler::runner()->run('storeyard');
}
