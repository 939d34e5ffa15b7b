<?php
/**
 * Plugin Name: Storeyard: code
 * Description: What comes with the platform's image is changed by the platform only; the owner's plugins and themes are the owner's.
 */

defined('ABSPATH') || exit;

const STOREYARD_PLUGIN = 'woocommerce/woocommerce.php';

/** Names of folders that the image brings: of plugins or of themes. */
function storeyard_brought(string $kind): array
{
    static $found = [];
    return $found[$kind] ??= array_values(array_diff(scandir("/var/www/code/$kind"), ['.', '..', 'index.php']));
}

/** The sentence that whoever would change them is told. */
function storeyard_refusal(string $name): string
{
    return "$name comes with the platform: it is changed by an upgrade of the store, and cannot be replaced or deleted here.";
}

// New versions of WordPress and of what the image brings come with a new image, so nobody is asked for them.
add_filter('pre_site_transient_update_core', fn() => (object) ['updates' => [], 'response' => [], 'last_checked' => time()]);
foreach (['plugins', 'themes'] as $what) {
    add_filter("site_transient_update_$what", function ($found) use ($what) {
        if (!is_object($found) || !is_array($found->response ?? null)) {
            return $found;
        }
        $ours = storeyard_brought($what);
        $found->response = array_filter($found->response, fn($name) => !in_array(explode('/', $name)[0], $ours, true), ARRAY_FILTER_USE_KEY);
        return $found;
    });
}
if (Storeyard\is_locked()) {
    remove_action('init', 'wp_schedule_update_checks');
    foreach (['plugins', 'themes'] as $what) {
        add_filter("pre_site_transient_update_$what", fn() => (object) ['updates' => [], 'response' => [], 'last_checked' => time()]);
    }
}
add_filter('map_meta_cap', fn(array $needed, string $what) => $what === 'update_core' ? ['do_not_allow'] : $needed, 10, 2);
add_filter('site_status_tests', function (array $tests) {
    unset($tests['async']['background_updates'], $tests['direct']['plugin_theme_auto_updates'], $tests['direct']['wordpress_version']);
    return $tests;
});

// A shop without WooCommerce sells nothing: it stays on, and where it is.
foreach (['plugin_action_links_', 'network_admin_plugin_action_links_'] as $links) {
    add_filter($links . STOREYARD_PLUGIN, function (array $links) {
        unset($links['deactivate'], $links['delete']);
        return $links;
    });
}
add_filter('pre_update_option_active_plugins', fn($plugins) => array_values(array_unique([STOREYARD_PLUGIN, ...(array) $plugins])), PHP_INT_MAX);
add_action('pre_uninstall_plugin', fn($file) => $file === STOREYARD_PLUGIN && wp_die(esc_html(storeyard_refusal('WooCommerce'))), PHP_INT_MIN);
add_action('delete_plugin', fn($file) => $file === STOREYARD_PLUGIN && wp_die(esc_html(storeyard_refusal('WooCommerce'))), PHP_INT_MIN);
add_action('delete_theme', fn($name) => in_array($name, storeyard_brought('themes'), true) && wp_die(esc_html(storeyard_refusal($name))), PHP_INT_MIN);
add_filter('upgrader_source_selection', function ($source, $from, $upgrader) {
    if (is_wp_error($source)) {
        return $source;
    }
    $name = basename(untrailingslashit($source));
    $ours = match (true) {
        $upgrader instanceof Plugin_Upgrader => storeyard_brought('plugins'),
        $upgrader instanceof Theme_Upgrader => storeyard_brought('themes'),
        default => [],
    };
    return in_array($name, $ours, true) ? new WP_Error('storeyard_brought', storeyard_refusal($name)) : $source;
}, PHP_INT_MAX, 3);

/** A version on offer, where it is newer: whoever offered it may not have noticed that it is installed. */
function storeyard_newer(string $version, ?string $offered): ?string
{
    return $offered !== null && version_compare($offered, $version, '>') ? $offered : null;
}

/** What a shop is made of besides WordPress, for the platform, which shows it to the owner and asks it of all stores. */
function storeyard_extensions(): array
{
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    [$offered, $active] = [get_site_transient('update_plugins'), (array) get_option('active_plugins', [])];
    $found = [];
    foreach (get_plugins() as $file => $plugin) {
        $folder = explode('/', $file)[0];
        $found[] = [
            'kind' => 'plugin',
            'slug' => basename($folder, '.php'),
            'name' => $plugin['Name'],
            'version' => $plugin['Version'],
            'active' => in_array($file, $active, true),
            'update' => storeyard_newer((string) $plugin['Version'], $offered->response[$file]->new_version ?? null),
            'origin' => in_array($folder, storeyard_brought('plugins'), true) ? 'image' : 'owner',
        ];
    }
    $offered = get_site_transient('update_themes');
    // As the owner chose: in safe mode another one is in force.
    $chosen = [get_option('stylesheet'), get_option('template')];
    foreach (wp_get_themes() as $slug => $theme) {
        $found[] = [
            'kind' => 'theme',
            'slug' => $slug,
            'name' => (string) $theme->get('Name'),
            'version' => (string) $theme->get('Version'),
            'active' => in_array($slug, $chosen, true),
            'update' => storeyard_newer((string) $theme->get('Version'), $offered->response[$slug]['new_version'] ?? null),
            'origin' => in_array($slug, storeyard_brought('themes'), true) ? 'image' : 'owner',
        ];
    }
    return $found;
}
add_action('rest_api_init', fn() => register_rest_route('wc-storeyard/v1', '/extensions', [
    'methods' => 'GET',
    'callback' => fn() => ['extensions' => storeyard_extensions(), 'safe_mode' => Storeyard\is_safe()],
    'permission_callback' => fn() => current_user_can('manage_woocommerce'),
]));
