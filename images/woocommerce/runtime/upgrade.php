<?php
// Brings the database to the version of the code: WordPress' own upgrade, then WooCommerce's, which it does in small jobs. One that
// fails ends it, with a line on standard output that names it: WooCommerce itself would go on, and then count as brought up to date.
const WAIT_SECONDS = 300; // some jobs ask to be run again and again, a part of a large table each time
const GROUP = 'woocommerce-db-updates';

function stop(string $message): never
{
    echo "storeyard: $message\n";
    exit(1);
}

/** The jobs of updates, in the order in which they are due. Nothing else that is due runs on a database between two versions. */
function jobs(string ...$status): array
{
    return as_get_scheduled_actions(['group' => GROUP, 'status' => $status, 'per_page' => -1], 'ids');
}

/** What a job does, by the name that WooCommerce has for it. */
function name_of(int|string $job): string
{
    $action = ActionScheduler::store()->fetch_action((string) $job);
    return $action->get_args()['update_callback'] ?? $action->get_hook();
}

putenv('STORE_SAFE_MODE=true'); // a plugin of the owner's that is broken does not stop it
define('WP_DISABLE_FATAL_ERROR_HANDLER', true); // it would end the process with a page, before what is below can name the update
require_once '/var/www/html/wp-load.php'; // WooCommerce sees its older version and prepares its jobs
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_upgrade();
if (WC_Install::needs_db_update()) {
    // Once each: loading WooCommerce has prepared them already, or a start that failed or was killed has left some of its own.
    array_map(ActionScheduler::store()->cancel_action(...), jobs('pending', 'in-progress'));
    WC_Install::run_manual_database_update();
}
$now = null;
$failed = function (string $why) use (&$now): void {
    [$update, $now] = [$now, null];
    $update === null || stop("WooCommerce's update $update failed: $why");
};
add_action('action_scheduler_failed_execution', fn($job, $error) => $failed($error->getMessage()), 10, 2);
register_shutdown_function(fn() => $failed(error_get_last()['message'] ?? 'its process ended'));
for ($end = time() + WAIT_SECONDS; $job = jobs('pending')[0] ?? null; $now = null) {
    $now = name_of($job);
    time() <= $end || $failed('it was not done within ' . WAIT_SECONDS . ' s');
    ActionScheduler::runner()->process_action($job, 'storeyard');
}
!WC_Install::needs_db_update() || stop('WooCommerce did not end its update');
