<?php
/**
 * Plugin Name: Storeyard: kept pages
 * Description: Says which pages Apache may keep for some seconds: those that are the same for everybody of whom nothing is known.
 */

defined('ABSPATH') || exit;

const STOREYARD_KEEP = 'storeyard_keep_pages';

/** Whether this page may be kept; once it was said that it may not, it may not. */
function storeyard_may_keep(?bool $may = null): bool
{
    static $said = null;
    $said = $may === null || $said === false ? $said : $may;
    return $said ?? false;
}

/** For filters: passes on what it was given, of a page that differs by more than its address. */
function storeyard_differs(mixed $value): mixed
{
    storeyard_may_keep(false);
    return $value;
}

/** Whether the page is one that differs by its address only, as far as can be told before it is made. */
function storeyard_same_for_all(): bool
{
    return ($_SERVER['HTTP_X_STOREYARD_VISITOR'] ?? '') === 'guest'
        && in_array($_SERVER['REQUEST_METHOD'] ?? '', ['GET', 'HEAD'], true)
        && get_option(STOREYARD_KEEP, 'yes') === 'yes'
        && !isset($_SERVER['HTTP_AUTHORIZATION']) && !is_user_logged_in() && !is_404() && !is_preview() && !is_customize_preview()
        && !post_password_required()
        && !(function_exists('is_cart') && (is_cart() || is_checkout() || is_account_page() || is_wc_endpoint_url()));
}

/** What is known when the page is whole: a plugin may have said no, a cookie may have been set, a cart begun. */
function storeyard_still_same(): bool
{
    $session = function_exists('WC') ? WC()->session : null;
    return storeyard_may_keep()
        && http_response_code() === 200
        && !(defined('DONOTCACHEPAGE') && DONOTCACHEPAGE)
        && !($session && method_exists($session, 'has_session') && $session->has_session())
        && !preg_grep('/^(Set-Cookie|Vary|WWW-Authenticate):/i', headers_list())
        && !preg_grep('/^Cache-Control:/i', headers_list());
}

foreach (['wp_is_mobile', 'woocommerce_geolocate_ip', 'woocommerce_get_geolocation'] as $storeyard_name) {
    add_filter($storeyard_name, 'storeyard_differs', PHP_INT_MAX);
}

add_action('template_redirect', function (): void {
    if (!storeyard_same_for_all()) {
        return;
    }
    storeyard_may_keep(true);
    header_register_callback(function (): void {
        if (storeyard_still_same()) {
            // For how long is in apache2.conf, which takes this away again.
            header('X-Storeyard-Keep: yes');
            header('Vary: X-Storeyard-Visitor', false);
            array_map(header_remove(...), ['Last-Modified', 'Expires', 'Pragma']);
        }
    });
    ob_start(); // the headers go out with the whole page
}, PHP_INT_MIN);

// An owner whose plugin makes pages differ in a way that nothing here can see turns it off.
add_action('admin_init', function (): void {
    register_setting('reading', STOREYARD_KEEP, ['type' => 'string', 'default' => 'yes', 'sanitize_callback' => fn($value) => $value === 'yes' ? 'yes' : 'no']);
    add_settings_field(STOREYARD_KEEP, 'Kept pages', function (): void {
        printf(
            '<label><input type="hidden" name="%1$s" value="no"><input type="checkbox" name="%1$s" value="yes" %2$s> %3$s</label>',
            esc_attr(STOREYARD_KEEP),
            checked(get_option(STOREYARD_KEEP, 'yes'), 'yes', false),
            'Show a page that was made up to nine seconds ago to visitors who are not signed in and have no cart',
        );
    }, 'reading');
});
