<?php
// Runs in the image's build: `before` prints what a plugin might keep, in base64, `after` looks at data that another shop has taken over.
namespace Storeyard;

require '/usr/local/share/storeyard/settings.php';
require '/usr/local/share/storeyard/personalise.php';
require '/build/client.php';

const KEPT = ['link' => 'http://127.0.0.1:8080/shop', 'json' => '{"link":"http:\/\/127.0.0.1:8080\/cart"}', 'other' => 'http://127.0.0.1:80801/'];

if ($argv[1] === 'before') {
    exit(base64_encode(serialize(KEPT + ['deep' => serialize(KEPT)])));
}
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = new \mysqli(setting('DATABASE_HOST'), setting('DATABASE_USER'), secret('db-password'), setting('DATABASE_NAME'));
$one = fn(string $query, array $values = []) => $database->execute_query($query, $values)->fetch_row()[0] ?? null;

$moved = ['link' => 'http://taken.example/shop', 'json' => '{"link":"http:\/\/taken.example\/cart"}', 'other' => KEPT['other']];
$kept = unserialize((string) option($database, 'a_plugin'));
\check(array_diff_key($kept, ['deep' => 1]) === $moved && unserialize($kept['deep']) === $moved, 'an address was not moved', ['text' => json_encode($kept)]);
\check(option($database, 'siteurl') === 'http://taken.example', 'the shop has another address');
$content = $one("SELECT post_content FROM wp_posts WHERE post_type = 'product' LIMIT 1");
\check(str_contains($content, ' http://taken.example/wp-content/uploads/samples/mug.webp http://127.0.0.1:8080.example'), 'a picture has its old address', ['text' => $content]);
\check($one("SELECT count(*) FROM wp_posts WHERE guid LIKE '%127.0.0.1%'") === 0, 'a post has its old address');
\check($one('SELECT count(*) FROM wp_woocommerce_api_keys') === 1, 'a key of the other shop is left');
\check($one('SELECT count(*) FROM wp_woocommerce_api_keys WHERE consumer_key = ?', [hash_hmac('sha256', secret('api-key'), 'wc-api')]) === 1, 'the key is another');
\check($one("SELECT count(*) FROM wp_usermeta WHERE meta_key = '_application_passwords'") === 0, 'a password of the other shop is left');
$stored = substr($one("SELECT user_pass FROM wp_users WHERE user_login = 'admin'"), 3);
$fits = fn(string $password) => password_verify(base64_encode(hash_hmac('sha384', $password, 'wp-sha384', true)), $stored);
\check($fits(secret('admin-password')) && !$fits('build-only-value'), 'the owner does not sign in with the password of this shop');
\check(option($database, 'admin_email') === 'owner@taken.example', 'the owner has another address');
echo "takeover: data of another shop is this one's\n";
