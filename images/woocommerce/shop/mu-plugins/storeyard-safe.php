<?php
/**
 * Plugin Name: Storeyard: safe mode
 * Description: Runs the shop without its owner's plugins and theme, so that a broken one can be deactivated, updated or deleted.
 */

defined('ABSPATH') || exit;
if (!Storeyard\is_safe()) {
    return;
}

// Only while they are loaded: afterwards the admin shows what the owner has chosen, and a change is one of that.
$storeyard_only = fn($plugins) => array_values(array_intersect((array) $plugins, ['woocommerce/woocommerce.php']));
add_filter('option_active_plugins', $storeyard_only, PHP_INT_MAX);
add_action('plugins_loaded', fn() => remove_filter('option_active_plugins', $storeyard_only, PHP_INT_MAX), PHP_INT_MIN);

$storeyard_theme = fn() => 'storeyard';
$storeyard_parent = fn() => wp_get_theme('storeyard')->get('Template') ?: 'storeyard';
add_filter('stylesheet', $storeyard_theme, PHP_INT_MAX);
add_filter('template', $storeyard_parent, PHP_INT_MAX);
if (is_admin()) {
    add_action('after_setup_theme', function () use ($storeyard_theme, $storeyard_parent): void {
        remove_filter('stylesheet', $storeyard_theme, PHP_INT_MAX);
        remove_filter('template', $storeyard_parent, PHP_INT_MAX);
    }, PHP_INT_MIN);
}

add_action('admin_notices', function (): void {
    echo '<div class="notice notice-warning"><p><strong>This shop is in safe mode.</strong> Your plugins and your theme are not loaded. ',
        'Deactivate, update or delete the one that is broken, then end the safe mode where you manage the store.</p></div>';
});
