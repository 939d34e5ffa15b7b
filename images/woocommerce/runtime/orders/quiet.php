<?php
// Nobody outside hears of what is carried over: buyers had their mails, and other systems their calls, when it happened.
namespace Storeyard\Orders;

function be_quiet(): void
{
    remove_all_filters('pre_wp_mail');
    add_filter('pre_wp_mail', '__return_true');
    foreach ($GLOBALS['wp_filter'] as $name => $hook) {
        foreach ($hook->callbacks as $priority => $callbacks) {
            foreach ($callbacks as ['function' => $called]) {
                if (is_array($called) && $called[0] === 'WC_Emails' && str_ends_with($called[1], '_transactional_email')) {
                    remove_action($name, $called, $priority);
                }
            }
        }
    }
    add_filter('woocommerce_webhook_should_deliver', '__return_false', PHP_INT_MAX);
    // Buyers who wait for a product to be there again are told by what listens here.
    remove_all_actions('woocommerce_product_set_stock_status', 100);
    remove_all_actions('woocommerce_variation_set_stock_status', 100);
    // An order keeps the time of its last change.
    add_filter('woocommerce_orders_table_datastore_should_save_after_meta_change', '__return_false', PHP_INT_MAX);
    // A failed statement would be logged as it is, with what it was to write.
    $GLOBALS['wpdb']->suppress_errors(true);
}
