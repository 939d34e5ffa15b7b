<?php
/**
 * Plugin Name: Storeyard
 * Description: What differs in a store that a platform runs.
 */

defined('ABSPATH') || exit;

// What is due is done by the store's cron. A shop that calls itself by its public address for it may not reach that.
add_filter('action_scheduler_allow_async_request_runner', '__return_false');
add_filter('woocommerce_background_image_regeneration', '__return_false');

// A new password is a change of its account, so that it outlives a restore of an older copy, as other changes do.
add_action('woocommerce_loaded', fn() => add_action('wp_set_password', fn($password, $user) => wc_set_user_last_update_time($user), 10, 2));

// An order that was carried over a restore under another id shows the number that its buyer knows.
add_filter('woocommerce_order_number', fn($number, $order) => $order->get_meta('_storeyard_number') ?: $number, 10, 2);
