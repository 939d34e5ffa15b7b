<?php
/**
 * Plugin Name: Storeyard taxes
 * Description: The tax that is in a price is rounded once, over all that is bought.
 */

defined('ABSPATH') || exit;

// WooCommerce rounds the tax of shipping apart from that of the items, also where the shop says that tax is rounded at the subtotal:
// a cart of 12.00 and 5.00 at 19 % shows 2.72, where 2.71 are in 17.00. The order made of it, and its mails, say 2.71.
$storeyard_rounds_once = fn(): bool => wc_prices_include_tax() && get_option('woocommerce_tax_round_at_subtotal') === 'yes';

add_action('woocommerce_calculate_totals', function ($cart) use ($storeyard_rounds_once): void {
    if ($storeyard_rounds_once()) {
        $taxes = [...array_values($cart->get_cart_contents_taxes()), ...array_values($cart->get_shipping_taxes()), ...array_values($cart->get_fee_taxes())];
        $cart->set_total_tax(wc_round_tax_total(array_sum($taxes)));
    }
});

add_filter('woocommerce_cart_tax_totals', function ($totals, $cart) use ($storeyard_rounds_once) {
    $sums = [];
    foreach ($storeyard_rounds_once() ? $cart->get_taxes() : [] as $rate => $tax) {
        $code = WC_Tax::get_rate_code($rate);
        $sums[$code] = ($sums[$code] ?? 0) + $tax;
    }
    foreach (array_intersect_key($totals, $sums) as $code => $total) {
        $total->amount = wc_round_tax_total($sums[$code]);
        $total->formatted_amount = wc_price($total->amount);
    }
    return $totals;
}, 10, 2);
