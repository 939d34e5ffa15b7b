<?php
// WordPress' settings of a store: what is not secret comes from the environment, what is from files.
require '/usr/local/share/storeyard/settings.php';

define('DB_NAME', Storeyard\setting('DATABASE_NAME', 'woocommerce'));
define('DB_USER', Storeyard\setting('DATABASE_USER', 'woocommerce'));
define('DB_HOST', Storeyard\setting('DATABASE_HOST', 'db'));
define('DB_PASSWORD', Storeyard\secret('db-password'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", Storeyard\derived("{$name}_KEY"));
    define("{$name}_SALT", Storeyard\derived("{$name}_SALT"));
}

define('WP_HOME', Storeyard\setting('STORE_URL'));
define('WP_SITEURL', WP_HOME);
define('WP_DEBUG', false);
define('FS_METHOD', 'direct');
define('DISALLOW_FILE_MODS', Storeyard\is_locked());
define('AUTOMATIC_UPDATER_DISABLED', Storeyard\is_locked());
define('WP_AUTO_UPDATE_CORE', false); // WordPress and WooCommerce come with a new image
define('WPMU_PLUGIN_DIR', '/var/www/code/mu-plugins'); // the platform's own, out of the reach of others
define('WPMU_PLUGIN_URL', WP_HOME . '/wp-content/mu-plugins');
define('WP_HTTP_BLOCK_EXTERNAL', Storeyard\is_copy()); // a copy reaches nobody: it is not to wait until that is noticed
define('DISABLE_WP_CRON', true); // a CronJob does it
define('WP_POST_REVISIONS', 10);

// The ingress ends TLS. A shop on plain http does not believe a buyer who claims otherwise.
if (str_starts_with(WP_HOME, 'https://') && ($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') {
    $_SERVER['HTTPS'] = 'on';
}
$_SERVER['HTTP_HOST'] ??= parse_url(WP_HOME, PHP_URL_HOST); // on the command line

defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
