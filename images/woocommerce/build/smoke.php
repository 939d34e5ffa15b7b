<?php
// Runs in the image's build: buys something in the shop, sees the order, takes it back. A failure fails the build.
require __DIR__ . '/client.php';

$products = ready()['json'];
check(count($products) === 3, 'there are not three products');
check($products[0]['prices']['currency_code'] === 'JPY' && $products[0]['prices']['currency_minor_unit'] === 0, 'the currency is another');
check((int) $products[0]['prices']['price'] >= 1000, 'the price has no value in this currency');
$picture = call('GET', $products[0]['images'][0]['src']);
check($picture['status'] === 200 && str_starts_with($picture['text'], 'RIFF'), 'a picture is missing', ['status' => $picture['status']]);

$order = buy($products[0]['id'], 2, 'order@build.example');
check($order['status'] === 200 && $order['json']['status'] === 'processing', 'no order was taken', $order);

foreach (['/' => 'Sample mug', '/product/sample-mug/' => 'Sample mug', '/cart/' => 'wp-block-woocommerce-cart', '/wp-login.php' => 'user_login'] as $path => $text) {
    $page = call('GET', BASE . $path);
    check($page['status'] === 200 && str_contains($page['text'], $text), "$path does not show $text", ['status' => $page['status'], 'text' => strip_tags($page['text'])]);
}
$front = call('GET', BASE . '/');
check(str_contains($front['text'], '<title>A &#039;shop&#039; &lt;of&gt; {{ &quot;ours&quot; }}'), "the store's name is not shown as it is");
check((bool) preg_match('/background-color:\s*#7a3e9d;[^}]*color:\s*#ffffff/i', $front['text']), "the store's colour is not on its buttons");
preg_match_all('~<a class="wp-block-navigation-item__content"[^>]* href="([^"]+)"~', $front['text'], $menu);
check(count($menu[1]) === 6, 'the menu is not in header and footer', ['text' => implode(' ', $menu[1])]);
foreach (array_unique($menu[1]) as $address) {
    check(call('GET', $address)['status'] === 200, "the menu leads nowhere: $address");
}
check(!str_contains($front['text'], 'href="#"'), 'a link leads nowhere');
foreach (['/wp-config.php', '/wp-admin/install.php', '/.env', '/wp-content/uploads/wc-logs/', '/wp-content/uploads/x.php'] as $path) {
    $page = call('GET', BASE . $path);
    check($page['status'] === 403, "$path is not closed", ['status' => $page['status']]);
}
check(call('GET', BASE . '/wp-content/uploads/samples/')['status'] === 403, 'a folder is listed');
check(call('GET', BASE . '/wp-cron.php', null, ['X-Forwarded-Proto: http'])['status'] === 403, 'cron is open to the outside');
check(call('GET', BASE . '/wp-cron.php?doing_wp_cron')['status'] === 200, 'cron does not run');
echo "smoke: an order was placed\n";
