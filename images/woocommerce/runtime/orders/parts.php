<?php
// What an order consists of: lines, refunds, notes.
namespace Storeyard\Orders;

const ITEMS = [
    'line_item' => \WC_Order_Item_Product::class, 'fee' => \WC_Order_Item_Fee::class, 'shipping' => \WC_Order_Item_Shipping::class,
    'tax' => \WC_Order_Item_Tax::class, 'coupon' => \WC_Order_Item_Coupon::class,
];

/** Gives an order or a refund exactly these lines; returns them by the ids they had. */
function set_items(\WC_Abstract_Order $order, array $lines, array &$problems): array
{
    $there = $order->get_items(ITEM_TYPES);
    $items = [];
    foreach ($lines as $line) {
        $item = $there[$line['id']] ?? null;
        $is_new = !$item || $item->get_type() !== $line['type'];
        $item = $is_new ? new (ITEMS[$line['type']])() : $item;
        $of = "The line “{$line['properties']['name']}”";
        $properties = $line['type'] === 'line_item' ? of_this_shop($line, $of, $problems) : $line['properties'];
        set_properties($item, $properties, $of, $problems);
        foreach ($line['left'] as $key) {
            $problems[] = "$of: what a plugin keeps with it as $key has no form in which it could be carried over.";
        }
        set_meta($item, $line['meta'], $line['left']);
        $is_new && $order->add_item($item);
        $items[$line['id']] = $item;
    }
    foreach (array_diff_key($there, $items) as $id => $item) {
        $order->remove_item($id);
    }
    return $items;
}

/** A line's properties with the product of this shop: the one with the same id, or with the same SKU, or none. */
function of_this_shop(array $line, string $of, array &$problems): array
{
    ['product_id' => $product, 'variation_id' => $variation] = $line['properties'];
    if (!$product || (get_post_type($product) === 'product' && (!$variation || get_post_type($variation) === 'product_variation'))) {
        return $line['properties'];
    }
    $same = $line['sku'] !== '' ? wc_get_product(wc_get_product_id_by_sku($line['sku'])) : null;
    if (!$same) {
        $problems[] = "$of is of a product that the restored shop does not have, so it stands there as text.";
        return [...$line['properties'], 'product_id' => 0, 'variation_id' => 0];
    }
    $ids = $same->is_type('variation') ? [$same->get_parent_id(), $same->get_id()] : [$same->get_id(), 0];
    return [...$line['properties'], 'product_id' => $ids[0], 'variation_id' => $ids[1]];
}

/** Gives an order exactly these refunds. Nothing is paid out, and no stock changes. */
function set_refunds(\WC_Order $order, array $lines, array $items, array &$problems): void
{
    $there = [];
    foreach ($order->get_refunds() as $refund) {
        $there[$refund->get_id()] = $refund;
    }
    foreach (array_diff_key($there, array_column($lines, null, 'id')) as $refund) {
        $refund->delete(true);
    }
    foreach ($lines as $line) {
        $refund = new Refund(isset($there[$line['id']]) ? $line['id'] : 0);
        set_properties($refund, [...$line['properties'], 'parent_id' => $order->get_id()], 'A refund', $problems);
        set_items($refund, array_map(fn($item) => of_item($item, $items), $line['items']), $problems);
        set_meta($refund, $line['meta'], $line['left']);
        $refund->get_id() ? $refund->save() : with_id($line['id'], $refund->save(...));
        do_action('woocommerce_schedule_import', $refund->get_id());
    }
}

/** A refund's line names the line of the order that it gives back. */
function of_item(array $line, array $items): array
{
    $pair = fn(array $pair) => $pair[0] === '_refunded_item_id' ? [$pair[0], $items[(int) $pair[1]] ?? $pair[1]] : $pair;
    return [...$line, 'meta' => array_map($pair, $line['meta'])];
}

/** Gives an order exactly these notes, as if they had been written then. */
function set_notes(int $order, array $lines): void
{
    $wanted = array_map(text(...), $lines);
    foreach (notes(['post_id' => $order]) as $note) {
        $at = array_search(text(note_line($note)), $wanted, true);
        if ($at === false) {
            wp_delete_comment($note->comment_ID, true);
        }
        unset($wanted[$at]);
    }
    foreach (array_keys($wanted) as $at) {
        $line = $lines[$at];
        $note = wp_insert_comment(wp_slash([
            'comment_post_ID' => $order, 'comment_type' => 'order_note', 'comment_agent' => 'WooCommerce', 'comment_approved' => 1,
            'comment_author' => $line['author'], 'comment_author_email' => $line['email'], 'comment_content' => $line['content'],
            'comment_date' => get_date_from_gmt($line['date']), 'comment_date_gmt' => $line['date'],
        ]));
        $note || throw new \RuntimeException('a note could not be written');
        foreach ($line['meta'] as $key => $value) {
            add_comment_meta($note, $key, wp_slash($value));
        }
    }
}
