<?php
// One order: found, made or brought up to date, and read back.
namespace Storeyard\Orders;

const EFFECTS = ['recorded_sales', 'recorded_coupon_usage_counts', 'download_permissions_granted'];
const PLACES = ['shop_order', 'shop_order_placehold', 'shop_order_refund']; // the posts whose ids are orders' ids

/** An order whose status is set and nothing else: what follows a change of status happened when it was changed. */
class Order extends \WC_Order
{
    public function set_status($new_status, $note = '', $manual_update = false)
    {
        return \WC_Abstract_Order::set_status($new_status);
    }

    protected function handle_exception($error, $message = 'Error')
    {
        throw $error;
    }
}

/** A refund that was paid out and put back into stock when it was made. */
class Refund extends \WC_Order_Refund
{
    protected function handle_exception($error, $message = 'Error')
    {
        throw $error;
    }
}

function carry_order(array $line, Book $book): array
{
    if ($line['order_type'] !== 'shop_order') {
        return person('', "It is of the kind {$line['order_type']}, which a plugin of the shop would have to carry over.");
    }
    $id = find_order($line);
    if ($id && ($before = carried_before($id, $line)) !== null) {
        return present($id, $before);
    }
    if ($book->is_done($line)) {
        return present($id, $id ? 'It was changed in the shop after it was carried over.' : 'It was deleted in the shop after it was carried over.');
    }
    $problems = [];
    $became = at_once(function () use ($line, $id, $book, &$problems): int {
        return write_order($line, $id, $book, $problems);
    });
    if ($problems) {
        return person($became, implode(' ', $problems));
    }
    return carried($became, $became === $line['id'] ? '' : 'Its id was taken, so it has another one and shows the number that its buyer knows.');
}

/** The order's id in this shop, or 0. Its key tells it from any other that got its id. */
function find_order(array $line): int
{
    $key = $line['properties']['order_key'];
    $order = wc_get_order($line['id']);
    if ($order instanceof \WC_Order && $order->get_order_key() === $key) {
        return $line['id'];
    }
    return $key === '' ? 0 : (int) wc_get_order_id_by_order_key($key);
}

/** What was left when this line was carried before; null if it was not and the order is another than the line says. */
function carried_before(int $id, array $line): ?string
{
    $order = wc_get_order($id);
    [$digest, $left] = [...explode(' ', (string) $order->get_meta(CARRIED), 2), ''];
    return $digest === digest($line) ? $left : (same(order_line($order), $line) ? '' : null);
}

function write_order(array $line, int $id, Book $book, array &$problems): int
{
    $order = new Order($id);
    $had = array_map(fn($name) => (bool) $order->{"get_$name"}(), array_combine(EFFECTS, EFFECTS));
    $properties = array_diff_key($line['properties'], $had);
    $properties['status'] = known_status($properties['status'], $problems);
    $properties['customer_id'] = $book->account((int) $properties['customer_id'], $problems);
    set_properties($order, $properties, 'The order', $problems);
    $items = set_items($order, $line['items'], $problems);
    foreach ($line['left'] as $key) {
        $problems[] = "What a plugin keeps with the order as $key has no form in which it could be carried over.";
    }
    set_meta($order, $line['meta'], $line['left']);
    $id ? $order->save() : with_id($line['id'], $order->save(...));
    if (!$id && $order->get_id() !== $line['id']) {
        $order->update_meta_data(NUMBER, $line['number']);
        $order->save();
    }
    $id = $order->get_id();
    set_refunds($order, $line['refunds'], array_map(fn($item) => $item->get_id(), $items), $problems);
    set_notes($id, $line['notes']);
    have_effects($id, $had, $line['properties']);
    settle($id, $line, $properties['status'], $problems);
    return $id;
}

function known_status(string $status, array &$problems): string
{
    if ($status === 'trash' || isset(wc_get_order_statuses()["wc-$status"])) {
        return $status;
    }
    $problems[] = "Its status $status is of a plugin that the shop does not have, so it is on hold.";
    return 'on-hold';
}

/** Saves something new under this id if nothing else has it. */
function with_id(int $id, callable $save): void
{
    if (get_post($id) || wc_get_order($id)) {
        $save();
        return;
    }
    $give = function (array $data) use ($id, &$give): array {
        if (in_array($data['post_type'], PLACES, true)) {
            remove_filter('wp_insert_post_data', $give, PHP_INT_MAX);
            $data['ID'] = $id;
        }
        return $data;
    };
    add_filter('wp_insert_post_data', $give, PHP_INT_MAX);
    try {
        $save();
    } finally {
        remove_filter('wp_insert_post_data', $give, PHP_INT_MAX);
    }
}

/** What an order does to others: sales of products, uses of coupons, downloads. Its stock comes by lines of its own. */
function have_effects(int $id, array $had, array $properties): void
{
    $missing = fn(string $name): bool => $had[$name] !== (bool) $properties[$name];
    $missing('recorded_sales') && wc_update_total_sales_counts($id);
    $missing('recorded_coupon_usage_counts') && wc_update_coupon_usage_counts($id);
    $missing('download_permissions_granted') && $properties['download_permissions_granted'] && wc_downloadable_product_permissions($id, true);
}

/** The end of it: flags and time as they were, the mark; then it is read back as anybody would. */
function settle(int $id, array $line, string $status, array $problems): void
{
    forget();
    $order = new Order($id);
    foreach ([...EFFECTS, 'order_stock_reduced', 'date_modified'] as $name) {
        $order->{"set_$name"}($line['properties'][$name]);
    }
    $order->update_meta_data(CARRIED, rtrim(digest($line) . ' ' . reason(implode(' ', $problems))));
    $order->save();
    do_action('woocommerce_schedule_import', $id); // the shop's statistics
    forget();
    $found = wc_get_order($id);
    $is = [$found->get_status('edit'), (float) $found->get_total('edit'), count($found->get_items(ITEM_TYPES)), count($found->get_refunds()), moment($found->get_date_modified('edit'))];
    $should = [$status, (float) $line['properties']['total'], count($line['items']), count($line['refunds']), $line['properties']['date_modified']];
    $is === $should || throw new \RuntimeException('it is not as it was written: ' . text([$is, $should]));
}
