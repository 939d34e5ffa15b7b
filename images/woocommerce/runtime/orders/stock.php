<?php
// The stock of one product, as it was when the newer orders were read out: what they sold is off already, what was delivered is in.
namespace Storeyard\Orders;

function carry_stock(array $line, Book $book): array
{
    $product = wc_get_product($line['id']);
    if (!$product) {
        $pieces = $line['counted'] ? ", which had {$line['quantity']} in stock," : '';
        return person('', "The product “{$line['name']}”$pieces is newer than the backup, so the restored shop does not have it.");
    }
    if ($book->is_done($line) || same(comparable(stock_line($line['id']) ?? []), comparable($line))) {
        return present($line['id']);
    }
    at_once(function () use ($product, $line): void {
        $product->set_manage_stock($line['counted']);
        $line['counted'] && $product->set_stock_quantity($line['quantity']);
        $product->set_stock_status($line['status']);
        $product->save();
        forget();
        same(comparable(stock_line($line['id']) ?? []), comparable($line)) || throw new \RuntimeException('it is not as it was written');
    });
    return carried($line['id']);
}

function comparable(array $line): array
{
    $stock = array_intersect_key($line, ['counted' => '', 'quantity' => '', 'status' => '']);
    return isset($stock['quantity']) ? [...$stock, 'quantity' => (float) $stock['quantity']] : $stock;
}
