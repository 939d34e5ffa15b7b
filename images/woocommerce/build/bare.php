<?php
// Runs in the image's build: looks at a shop that was made without sample products. A failure fails the build.
require __DIR__ . '/client.php';

check(ready()['json'] === [], 'there are products');
foreach (['/' => '<title>A &#039;shop&#039;', '/cart/' => 'wp-block-woocommerce-cart', '/wp-login.php' => 'user_login'] as $path => $text) {
    $page = call('GET', BASE . $path);
    check($page['status'] === 200 && str_contains($page['text'], $text), "$path does not show $text", $page);
    check(!str_contains(strtolower($page['text']), 'sample'), "$path shows a sample", $page);
}
check(call('GET', BASE . '/product/sample-mug/')['status'] === 404, 'a sample has a page');
check(call('GET', BASE . '/wp-content/uploads/samples/mug.webp')['status'] === 404, 'a picture of a sample is there');
$placeholder = call('GET', BASE . '/wp-content/uploads/woocommerce-placeholder.webp');
check($placeholder['status'] === 200 && str_starts_with($placeholder['text'], 'RIFF'), 'the placeholder is missing', ['status' => $placeholder['status']]);
echo "bare: a shop with no product is served\n";
