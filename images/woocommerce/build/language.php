<?php
// Runs in the image's build: looks at a shop in another language, with its country's tax, or (own) at one whose owner has words of
// their own. A failure fails the build.
require __DIR__ . '/client.php';

const WANTED = [
    'de' => [
        'html' => '<html lang="de"', 'front' => ['In den Warenkorb', 'Beispieltasse', '12,00', 'inkl. MwSt., zzgl. Versand', 'Mein Konto'],
        'script' => 'Zahlungspflichtig bestellen', 'cart' => 'Ihr Warenkorb ist noch leer!', 'country' => 'Deutschland',
        'address' => ['country' => 'DE', 'state' => 'DE-BE', 'postcode' => '10117', 'city' => 'Berlin'], 'total' => '29', 'tax' => '4.63',
        'mail' => ['Vielen Dank für Ihre Bestellung', 'Zwischensumme', 'Zahlung bei Lieferung', 'Standardversand'],
        'subject' => 'Ihre Bestellung bei',
    ],
    'ar' => [
        'html' => '<html dir="rtl" lang="ar"', 'front' => ['أضف إلى السلة', 'كوب تجريبي', 'حسابي'],
        'script' => 'تأكيد الطلب مع الالتزام بالدفع', 'cart' => 'سلتك فارغة!', 'country' => 'المملكة العربية السعودية',
        'address' => ['country' => 'SA', 'state' => 'Riyadh', 'postcode' => '11564', 'city' => 'Riyadh'], 'total' => '29', 'tax' => '0',
        'mail' => ['شكرًا لطلبك', 'المجموع الفرعي'], 'subject' => 'تم استلام طلبك من',
    ],
];
const ENGLISH = '/>\s*(Add to cart|View cart|Checkout|My account|Skip to content|Default sorting|Sample [a-z ]+|Related products|Your cart)\s*</';

$front = function (): string {
    ready();
    $page = call('GET', BASE . '/?look=' . bin2hex(random_bytes(4)));
    check($page['status'] === 200, 'there is no front page', $page);
    return $page['text'];
};
if (($argv[1] ?? '') === 'own') {
    $text = $front();
    check(str_contains($text, 'Ab in den Korb'), "the owner's language pack is not in force", ['text' => strip_tags($text)]);
    check(!str_contains(call('GET', BASE . '/cart/')['text'], '"Zahlungspflichtig bestellen"'), "the image's words are beside the owner's");
    echo "language: an owner's own language pack wins\n";
    exit(0);
}

$wanted = WANTED[getenv('STORE_LOCALE')];
$text = $front();
foreach ([$wanted['html'], ...$wanted['front']] as $words) {
    check(str_contains($text, $words), "the front page does not say $words", ['text' => substr($text, 0, 300) . strip_tags($text)]);
}
foreach (['/', '/cart/', '/product/sample-mug/'] as $path) {
    $page = call('GET', BASE . $path)['text'];
    $shown = preg_replace('~<(script|style|template)\b.*?</\1>~s', '', $page);
    check(!preg_match(ENGLISH, $shown, $found), "$path says in English: " . ($found[1] ?? ''));
}
$cart = call('GET', BASE . '/cart/')['text'];
check(substr_count($cart, 'wp.i18n.setLocaleData( {"":{"domain":"woocommerce"') + substr_count($cart, 'wp.i18n.setLocaleData({"":{"domain":"woocommerce"') === 1, "the scripts' words are not there once");
check(str_contains($cart, $wanted['script']), "the button's words are not there");
check(str_contains($cart, $wanted['cart']), 'an empty cart speaks another language');

$mug = current(array_filter(ready()['json'], fn(array $one) => $one['sku'] === 'SAMPLE-MUG'));
$answer = buy($mug['id'], 2, 'order@build.example', $wanted['address']);
check($answer['status'] === 200, 'no order was taken', $answer);
$order = as_owner('GET', "/wp-json/wc/v3/orders/{$answer['json']['order_id']}")['json'];
check((float) $order['total'] === (float) $wanted['total'], "the order's total is {$order['total']}");
check(abs((float) $order['total_tax'] - (float) $wanted['tax']) < 0.005, "the order's tax is {$order['total_tax']}");
run(sprintf('$mail = WC()->mailer()->emails["WC_Email_Customer_Processing_Order"]; $mail->object = wc_get_order(%d);
    $text = $mail->get_subject() . " " . $mail->get_content_html();
    foreach (json_decode(%s) as $words) { str_contains($text, $words) || exit("smoke: the mail does not say $words: " . strip_tags($text)); }
    str_contains(WC()->countries->countries[%s], %s) || exit("smoke: the country has another name");
    echo "language: the mail is in it\n";', $order['id'], var_export(json_encode([$wanted['subject'], ...$wanted['mail']]), true), var_export($wanted['address']['country'], true), var_export($wanted['country'], true)));
echo 'language: a shop speaks ', getenv('STORE_LOCALE'), "\n";
