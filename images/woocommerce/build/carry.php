<?php
// Runs in the image's build: a shop that goes on selling after it was copied, and what it looks like to its owner's own API.
// `before` fills it, `after` is what a copy does not have, `look` shows it all as JSON, `late` is what a second import must leave.
require '/var/www/html/wp-load.php';

wp_set_current_user(1);

function product(string $sku): WC_Product
{
    return wc_get_product(wc_get_product_id_by_sku($sku)) ?: throw new RuntimeException("there is no $sku");
}

function order(string $name, string $sku, int $pieces, int $customer = 0, string $coupon = ''): WC_Order
{
    $order = wc_create_order(['customer_id' => $customer, 'created_via' => 'checkout']);
    $address = ['first_name' => $name, 'last_name' => 'O\'Test \\ "ü"', 'address_1' => 'Street 1', 'city' => 'Town', 'postcode' => '100-0001', 'country' => 'JP', 'email' => "$name@build.example"];
    $order->set_address($address, 'billing');
    $order->set_address($address, 'shipping');
    $order->add_product(product($sku), $pieces);
    $shipping = new WC_Order_Item_Shipping();
    $shipping->set_props(['method_title' => 'Standard', 'method_id' => 'flat_rate', 'instance_id' => '1', 'total' => '500']);
    $order->add_item($shipping);
    $fee = new WC_Order_Item_Fee();
    $fee->set_props(['name' => 'Gift wrap', 'total' => '100', 'tax_status' => 'none']);
    $order->add_item($fee);
    $order->set_payment_method('cod');
    $order->set_payment_method_title('Cash on delivery');
    $order->set_customer_note('Ring \\ twice, "please"');
    $order->add_meta_data('_gift', ['to' => 'Ada', 'lines' => [1, 2.5, true, null]]);
    $coupon && $order->apply_coupon($coupon);
    $order->calculate_totals();
    $order->payment_complete("paid-$name");
    return wc_get_order($order->get_id());
}

function before(): void
{
    $coupon = new WC_Coupon();
    $coupon->set_props(['code' => 'ten', 'amount' => '10', 'discount_type' => 'percent']);
    $coupon->save();
    $parent = new WC_Product_Variable();
    $parent->set_props(['name' => 'Cap', 'sku' => 'CAP', 'status' => 'publish']);
    $size = new WC_Product_Attribute();
    $size->set_name('Size');
    $size->set_options(['S', 'L']);
    $size->set_variation(true);
    $parent->set_attributes([$size]);
    $parent->save();
    $variation = new WC_Product_Variation();
    $variation->set_props(['parent_id' => $parent->get_id(), 'sku' => 'CAP-L', 'regular_price' => '900', 'manage_stock' => true, 'stock_quantity' => 20, 'attributes' => ['size' => 'L'], 'status' => 'publish']);
    $variation->save();
    wc_create_new_customer('old@build.example', 'old', 'old password');
    foreach (['order.created', 'order.updated', 'customer.created'] as $topic) {
        $hook = new WC_Webhook();
        $hook->set_props(['user_id' => 1, 'topic' => $topic, 'delivery_url' => 'https://hooks.build.example/', 'status' => 'active', 'name' => $topic]);
        $hook->save();
    }
    foreach (['stays', 'moves', 'refunded', 'cancelled', 'noted'] as $name) {
        order($name, 'SAMPLE-MUG', 2);
    }
}

function by_email(string $name): WC_Order
{
    return wc_get_orders(['billing_email' => "$name@build.example", 'limit' => 1])[0];
}

function after(): void
{
    $customer = wc_create_new_customer('new@build.example', 'new', 'new "password" \\');
    is_wp_error($customer) && throw new RuntimeException($customer->get_error_message());
    update_user_meta($customer, 'vat_number', 'JP \\ 1');
    $old = get_user_by('login', 'old');
    wp_set_password('changed password', $old->ID);
    order('guest', 'SAMPLE-MUG', 3);
    order('new', 'CAP-L', 4, $customer, 'ten');
    wp_insert_user(['user_login' => 'staff', 'user_email' => 'staff@build.example', 'user_pass' => 'staff', 'role' => 'shop_manager']);
    $moves = by_email('moves');
    $moves->update_status('completed', 'Packed \\ by "Jo"');
    $moves->add_order_note('It is on its way.', 1);
    $refunded = by_email('refunded');
    $item = current($refunded->get_items());
    $refund = wc_create_refund([
        'order_id' => $refunded->get_id(), 'amount' => $item->get_total() / 2, 'reason' => 'One was broken', 'restock_items' => true,
        'line_items' => [$item->get_id() => ['qty' => 1, 'refund_total' => $item->get_total() / 2]],
    ]);
    is_wp_error($refund) && throw new RuntimeException($refund->get_error_message());
    by_email('cancelled')->update_status('cancelled');
    by_email('noted')->add_order_note('Called the buyer.');
    $whole = order('returned', 'SAMPLE-TOTE', 1);
    wc_create_refund(['order_id' => $whole->get_id(), 'amount' => $whole->get_total(), 'reason' => 'All of it back']);
    $newer = new WC_Product_Simple();
    $newer->set_props(['name' => 'Newer', 'sku' => 'NEWER', 'regular_price' => '700', 'status' => 'publish']);
    $newer->save();
    order('lost', 'NEWER', 1);
    order('trashed', 'SAMPLE-TOTE', 2)->delete();
    wc_update_product_stock(product('SAMPLE-SHIRT'), 77, 'increase');
    $check = wc_create_order(['status' => 'pending']);
    $check->set_billing_email('storeyard-check@example.com');
    $check->save();
}

/** A second import leaves alone what the shop did since the first. */
function late(): void
{
    by_email('guest')->update_status('completed');
    wc_update_product_stock(product('SAMPLE-TOTE'), 5, 'decrease');
}

function rest(string $path, array $query = []): array
{
    $request = new WP_REST_Request('GET', "/wc/v3/$path");
    $request->set_query_params(['per_page' => 100, 'orderby' => 'id', 'order' => 'asc', ...$query]);
    $answer = rest_do_request($request);
    $answer->is_error() && throw new RuntimeException("$path: " . $answer->as_error()->get_error_message());
    return rest_get_server()->response_to_data($answer, false);
}

/** What the owner sees, without ids of rows that nobody sees. */
function look(): void
{
    $orders = [];
    foreach ([...rest('orders', ['status' => 'any']), ...rest('orders', ['status' => 'trash'])] as $order) {
        $order['meta_data'] = array_values(array_filter(array_map(fn($meta) => $meta->get_data(), $order['meta_data']), fn($meta) => $meta['key'] !== '_storeyard_carried'));
        foreach (['line_items', 'shipping_lines', 'fee_lines', 'coupon_lines', 'refunds', 'meta_data'] as $list) {
            $order[$list] = array_map(fn($one) => array_diff_key(json_decode(json_encode($one), true), ['id' => '', 'meta_data' => '', 'image' => '']), $order[$list]);
        }
        if (($order['line_items'][0]['name'] ?? '') === 'Newer') { // a product that a copy does not have: the line stands there as text
            $order['line_items'][0] = array_diff_key($order['line_items'][0], ['product_id' => '', 'sku' => '', 'global_unique_id' => '']);
            unset($order['needs_processing']);
        }
        $order['notes'] = array_map(fn($note) => [$note['note'], $note['customer_note'], $note['date_created_gmt'], $note['author']], array_reverse(rest("orders/{$order['id']}/notes")));
        $order['refunded'] = array_map(fn($one) => [$one['id'], $one['amount'], $one['reason'], $one['date_created_gmt'], array_map(fn($item) => [$item['quantity'], $item['total'], $item['product_id']], $one['line_items'])], rest("orders/{$order['id']}/refunds"));
        if ($order['billing']['email'] !== 'storeyard-check@example.com') {
            $orders[$order['id']] = array_diff_key($order, ['_links' => '']);
        }
    }
    $products = [];
    foreach ([...rest('products'), ...rest('products/' . wc_get_product_id_by_sku('CAP') . '/variations')] as $product) {
        $products[$product['sku']] = [$product['stock_quantity'], $product['stock_status'], $product['total_sales'] ?? null];
    }
    unset($products['NEWER']);
    $customers = array_map(fn($one) => [$one['id'], $one['email'], $one['username'], $one['billing'], get_userdata($one['id'])->user_pass, get_user_meta($one['id'], 'vat_number', true)], rest('customers', ['role' => 'customer']));
    $coupons = array_map(fn($one) => [$one['code'], $one['usage_count'], $one['used_by']], rest('coupons'));
    echo json_encode(compact('orders', 'products', 'customers', 'coupons'), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}

$argv[1]();
