<?php
// Runs in the image's build: WooCommerce makes its tables and pages.
require_once '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user(1);
$problem = activate_plugin('woocommerce/woocommerce.php');
if (is_wp_error($problem)) {
    exit("template: {$problem->get_error_message()}\n");
}
