<?php
// What is newer than a moment: accounts, then orders, then the stock of every product. Ids are listed first, then read some at a time.
namespace Storeyard\Orders;

const BUYERS = ['customer', 'subscriber']; // other roles may do more than buy, and are not made by a machine
const CHECK_SKU = 'storeyard-check'; // what the platform lends a shop that has no product
const DRAFTS = ['auto-draft', 'checkout-draft', 'draft', 'new']; // carts, no orders yet
const ITEM_TYPES = ['line_item', 'fee', 'shipping', 'tax', 'coupon'];

/** The last line says that it is, so that what was cut short is never taken for all of it. */
function export(int $since): void
{
    $export = bin2hex(random_bytes(8));
    $held = null;
    $wanted = [[new_accounts($since), account_line(...)], [new_orders($since), written_order(...)], [products(), stock_line(...)]];
    foreach ($wanted as [$ids, $line_of]) {
        foreach (array_chunk($ids, AT_A_TIME) as $some) {
            foreach (array_filter(array_map($line_of, $some)) as $line) {
                $held && emit($held);
                $held = [...$line, 'export' => $export];
            }
            forget();
        }
    }
    $held && emit([...$held, 'last' => true]);
}

/** Accounts that were made or changed since then. */
function new_accounts(int $since): array
{
    $query = ['fields' => 'ID', 'orderby' => 'ID', 'blog_id' => 0];
    $made = get_users([...$query, 'date_query' => [['after' => gmdate('Y-m-d H:i:s', $since), 'inclusive' => true]]]);
    $changed = get_users([...$query, 'meta_query' => [['key' => 'last_update', 'value' => $since, 'compare' => '>=', 'type' => 'NUMERIC']]]);
    return in_order($made, $changed);
}

/** Orders that were made or changed since then, or got a note. */
function new_orders(int $since): array
{
    $query = ['limit' => -1, 'return' => 'ids', 'status' => 'all', 'type' => array_diff(wc_get_order_types(), ['shop_order_refund'])];
    $made = wc_get_orders([...$query, 'date_created' => ">=$since"]);
    $changed = wc_get_orders([...$query, 'date_modified' => ">=$since"]);
    $notes = notes(['date_query' => [['column' => 'comment_date_gmt', 'after' => gmdate('Y-m-d H:i:s', $since), 'inclusive' => true]], 'fields' => 'ids']);
    $noted = array_map(fn($note) => (int) get_comment($note)->comment_post_ID, $notes);
    return in_order($made, $changed, $noted);
}

function products(): array
{
    $types = [...array_keys(wc_get_product_types()), 'variation'];
    $statuses = ['publish', 'private', 'draft', 'pending', 'future'];
    return in_order(wc_get_products(['limit' => -1, 'return' => 'ids', 'status' => $statuses, 'type' => array_diff($types, ['grouped', 'external'])]));
}

function in_order(array ...$ids): array
{
    $ids = array_unique(array_map('intval', array_merge(...$ids)));
    sort($ids);
    return $ids;
}

/** An account; of one that may do more than buy, only that it is there. */
function account_line(int $id): ?array
{
    $user = get_userdata($id);
    if (!$user) {
        return null;
    }
    $line = ['type' => 'customer', 'id' => $id, 'login' => $user->user_login];
    if (array_diff($user->roles, BUYERS)) {
        return [...$line, 'staff' => true];
    }
    $customer = new \WC_Customer($id);
    [$pairs, $left] = meta($customer);
    return [
        ...$line,
        'staff' => false,
        'roles' => array_values($user->roles),
        'email' => $user->user_email,
        'nicename' => $user->user_nicename,
        'registered' => $user->user_registered,
        'password_hash' => $user->user_pass,
        'locale' => $user->locale,
        'modified' => (string) get_user_meta($id, 'last_update', true),
        'properties' => [
            'display_name' => $user->display_name, 'first_name' => $customer->get_first_name('edit'), 'last_name' => $customer->get_last_name('edit'),
            'is_paying_customer' => $customer->get_is_paying_customer('edit'),
        ],
        'billing' => $customer->get_billing('edit'),
        'shipping' => $customer->get_shipping('edit'),
        'meta' => array_values(array_filter($pairs, fn(array $pair) => !preg_match(RIGHTS, $pair[0]))),
        'left' => $left,
    ];
}

/** An order as it is to be written; null for one that is not to be carried. */
function written_order(int $id): ?array
{
    $order = wc_get_order($id);
    $is_order = $order instanceof \WC_Order && !in_array($order->get_status('edit'), DRAFTS, true);
    return $is_order && $order->get_billing_email('edit') !== \Storeyard\CHECK_EMAIL ? order_line($order) : null;
}

function order_line(\WC_Order $order): array
{
    $line = ['type' => 'order', 'id' => $order->get_id(), 'number' => $order->get_order_number(), 'order_type' => $order->get_type()];
    $refunds = $order->get_refunds();
    usort($refunds, fn($one, $other) => $one->get_id() <=> $other->get_id());
    $notes = array_map(note_line(...), notes(['post_id' => $order->get_id()]));
    return [...$line, ...whole($order), 'notes' => $notes, 'refunds' => array_map(fn($refund) => ['id' => $refund->get_id(), ...whole($refund)], $refunds)];
}

/** Properties, lines and plugins' data of an order or a refund. */
function whole(\WC_Abstract_Order $order): array
{
    [$pairs, $left] = meta($order);
    return [
        'properties' => properties($order->get_base_data()),
        'meta' => $pairs,
        'left' => $left,
        'items' => array_map(item_line(...), array_values($order->get_items(ITEM_TYPES))),
    ];
}

function item_line(\WC_Order_Item $item): array
{
    [$pairs, $left] = meta($item);
    $product = $item instanceof \WC_Order_Item_Product ? $item->get_product() : null;
    return [
        'id' => $item->get_id(), 'type' => $item->get_type(), 'sku' => $product ? $product->get_sku('edit') : '',
        'properties' => properties($item->get_data()), 'meta' => $pairs, 'left' => $left,
    ];
}

/** Notes of orders; WooCommerce hides them from whoever asks for comments. */
function notes(array $query): array
{
    remove_filter('comments_clauses', ['WC_Comments', 'exclude_order_comments']);
    return get_comments(['type' => 'order_note', 'status' => 'approve', 'orderby' => 'comment_ID', 'order' => 'ASC', ...$query]);
}

function note_line(\WP_Comment $note): array
{
    $meta = array_map(fn(array $values) => (string) $values[0], get_comment_meta($note->comment_ID) ?: []);
    return ['date' => $note->comment_date_gmt, 'author' => $note->comment_author, 'email' => $note->comment_author_email, 'content' => $note->comment_content, 'meta' => $meta];
}

/** How many pieces there are. What is made of variations and counts none of its own has its stock from those. */
function stock_line(int $id): ?array
{
    $product = wc_get_product($id);
    if (!$product || $product->get_sku('edit') === CHECK_SKU || ($product->is_type('variable') && !$product->get_manage_stock('edit'))) {
        return null;
    }
    $counted = (bool) $product->get_manage_stock('edit');
    return [
        'type' => 'stock', 'id' => $id, 'sku' => $product->get_sku('edit'), 'name' => $product->get_name('edit'),
        'counted' => $counted, 'quantity' => $counted ? (float) $product->get_stock_quantity('edit') : null, 'status' => $product->get_stock_status('edit'),
    ];
}
