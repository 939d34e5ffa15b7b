<?php
/**
 * Plugin Name: Storeyard: payments
 * Description: Gives WooCommerce Stripe Gateway the keys that the store was given, which are in no database, and refuses calls that Stripe did not sign.
 */

defined('ABSPATH') || exit;

const STOREYARD_STRIPE_API = 'https://api.stripe.com/';
const STOREYARD_STRIPE_PLUGIN = 'woocommerce-gateway-stripe/woocommerce-gateway-stripe.php';
const STOREYARD_STRIPE_KEYS = ['publishable_key', 'secret_key', 'webhook_secret'];
const STOREYARD_STRIPE_SECONDS = 300; // how old a call may be, as the plugin has it

/** The plugin's settings that are the platform's: those of the other mode are empty, and no key is the owner's own. */
function storeyard_stripe_settings(): array
{
    $account = Storeyard\payments();
    $test = $account !== null && str_starts_with($account['publishable_key'], 'pk_test_');
    $settings = ['testmode' => $test ? 'yes' : 'no'];
    foreach (STOREYARD_STRIPE_KEYS as $key) {
        $settings["test_$key"] = $test ? $account[$key] : '';
        $settings[$key] = $test ? '' : $account[$key] ?? '';
    }
    return $settings;
}

add_action('rest_api_init', fn() => register_rest_route('wc-storeyard/v1', '/payments', [
    'methods' => 'POST',
    'callback' => 'storeyard_payments_check',
    'permission_callback' => fn() => current_user_can('manage_woocommerce'),
]));

/** Asks Stripe something with the key, for the platform, or tells why it did not answer well, in its own words. No money moves. */
function storeyard_payments_check(): WP_REST_Response
{
    $account = Storeyard\payments();
    $missing = $account === null ? 'it has no keys' : 'the plugin WooCommerce Stripe Gateway is not installed and active';
    if ($account === null || !in_array(STOREYARD_STRIPE_PLUGIN, (array) get_option('active_plugins', []), true)) {
        return new WP_REST_Response(['message' => $missing], 409);
    }
    $answer = wp_remote_get(STOREYARD_STRIPE_API . 'v1/payment_intents?limit=1', [
        'headers' => ['Authorization' => "Bearer {$account['secret_key']}"], 'timeout' => 15,
    ]);
    if (wp_remote_retrieve_response_code($answer) === 200) {
        return new WP_REST_Response(['works' => true]);
    }
    $said = json_decode(wp_remote_retrieve_body($answer), true)['error']['message'] ?? 'it did not answer in a way that is known';
    $why = is_wp_error($answer) ? $answer->get_error_message() : (string) $said;
    return new WP_REST_Response(['message' => str_replace($account['secret_key'], '…', $why)], 502);
}

if (Storeyard\is_copy()) {
    // Keys that the owner of the shop that this is a copy of put into its admin came along: nobody is charged with them.
    add_filter('option_woocommerce_stripe_settings', fn($kept) => ['enabled' => 'no', ...storeyard_stripe_settings()] + (array) $kept, PHP_INT_MAX);
    return;
}
if (Storeyard\payments() === null) {
    return;
}

// What is not a key is the owner's. The gateway is on unless it was turned off in the admin.
$storeyard_with_keys = fn($kept) => [...['enabled' => 'yes'], ...(is_array($kept) ? $kept : []), ...storeyard_stripe_settings()];
add_filter('option_woocommerce_stripe_settings', $storeyard_with_keys, PHP_INT_MAX);
add_filter('default_option_woocommerce_stripe_settings', $storeyard_with_keys, PHP_INT_MAX);
add_filter('pre_update_option_woocommerce_stripe_settings', fn($new) => is_array($new) ? array_diff_key($new, storeyard_stripe_settings()) : $new, PHP_INT_MAX);

/** Whether Stripe has signed a call with the secret of the endpoint, and lately. */
function storeyard_is_signed(string $header, string $body): bool
{
    preg_match('/(?:^|,)t=(\d+)/', $header, $moment);
    preg_match_all('/(?:^|,)v1=([0-9a-f]{64})/', $header, $signatures);
    $expected = hash_hmac('sha256', ($moment[1] ?? '') . ".$body", Storeyard\payments()['webhook_secret']);
    $fits = array_filter($signatures[1], fn(string $one) => hash_equals($expected, $one));
    return $fits !== [] && abs(time() - (int) $moment[1]) <= STOREYARD_STRIPE_SECONDS;
}

// The plugin says yes to such a call, and does nothing: then nobody at Stripe would see that the secret is the wrong one.
add_action('woocommerce_api_wc_stripe', function (): void {
    if (($_SERVER['REQUEST_METHOD'] ?? '') === 'POST' && !storeyard_is_signed((string) ($_SERVER['HTTP_STRIPE_SIGNATURE'] ?? ''), (string) file_get_contents('php://input'))) {
        error_log('storeyard: a call of the payment provider was refused: its signature does not fit the webhook secret');
        wp_die('The signature does not fit.', '', ['response' => 400]);
    }
}, PHP_INT_MIN);

// Where the cluster has its shops call the provider by way of somebody else.
if (Storeyard\payments()['api'] !== null) {
    add_filter('pre_http_request', function ($done, array $sent, string $url) {
        ['api' => $api, 'ca' => $ca] = Storeyard\payments();
        if ($done !== false || !str_starts_with($url, STOREYARD_STRIPE_API)) {
            return $done;
        }
        $sent['reject_unsafe_urls'] = false; // it may be in a private network, which only the cluster's owner can have said
        return wp_remote_request($api . substr($url, strlen(STOREYARD_STRIPE_API)), $ca === null ? $sent : ['sslcertificates' => $ca, ...array_diff_key($sent, ['sslcertificates' => 0])]);
    }, PHP_INT_MAX, 3);
}
