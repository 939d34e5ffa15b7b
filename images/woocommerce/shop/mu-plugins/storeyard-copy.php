<?php
/**
 * Plugin Name: Storeyard: copy
 * Description: What a shop says and leaves undone that is a copy of another one, made to try things out.
 */

defined('ABSPATH') || exit;
if (!Storeyard\is_copy()) {
    return;
}

// No mail to anybody's customers, by whatever way a plugin would send it. Nothing else leaves either: the fence is closed.
add_filter('pre_wp_mail', function () {
    error_log('storeyard: this shop is a copy: a mail was not sent');
    return false;
}, PHP_INT_MAX);

// What was ordered at the shop that this one is a copy of is told to nobody again, and nobody's payment changes it.
add_filter('woocommerce_webhook_should_deliver', '__return_false', PHP_INT_MAX);
add_action('woocommerce_api_request', fn() => wp_die('This shop is a copy: it takes no payments.', '', ['response' => 403]), PHP_INT_MIN);

// Search engines: Apache says noindex with every answer.
add_filter('pre_option_blog_public', fn() => '0');
add_filter('robots_txt', fn() => "User-agent: *\nDisallow: /\n", PHP_INT_MAX);

function storeyard_copy_note(): void
{
    echo '<p role="note" style="margin: 0; padding: .6em 1em; background: #7a1f1f; color: #fff; font: 600 1rem/1.4 system-ui, sans-serif; text-align: center">',
        'This is a copy of a shop, made to try things out. Nothing that is ordered here is delivered.</p>';
}
add_action('wp_body_open', 'storeyard_copy_note');
add_action('in_admin_header', 'storeyard_copy_note');
