<?php
// Runs in the image's build: an empty WordPress. Nothing of the account that it makes stays in the template.
define('WP_INSTALLING', true);
require_once '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Store', 'admin', 'build-only@store.invalid', true, '', bin2hex(random_bytes(16)));
