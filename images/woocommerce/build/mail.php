<?php
// Runs in the image's build, beside a relay: `order` looks at the mails of an order, `away` buys while there is no relay, `later` sees
// those mails come, `untrusted` meets a relay with a certificate that nobody vouches for. A failure fails the build.
require __DIR__ . '/client.php';

/** The mails that the relay took, with their texts decoded; those of an order are two. */
function mails(int $wanted): array
{
    for ($attempt = 0; count($files = glob(getenv('RELAY') . '/*.eml')) < $wanted && $attempt < 100; $attempt++) {
        usleep(100_000);
    }
    $found = array_map(function (string $file): array {
        [$head, $body] = explode("\r\n\r\n", file_get_contents($file), 2);
        $headers = iconv_mime_decode_headers($head, ICONV_MIME_DECODE_CONTINUE_ON_ERROR, 'UTF-8');
        $body = match (strtolower($headers['Content-Transfer-Encoding'] ?? '')) {
            'base64' => base64_decode($body),
            'quoted-printable' => quoted_printable_decode($body),
            default => $body,
        };
        return [$headers, html_entity_decode(strip_tags($body))];
    }, $files);
    array_map(unlink(...), $files);
    check(count($found) === $wanted, "there are not $wanted mails", ['text' => json_encode(array_column($found, 0), JSON_INVALID_UTF8_SUBSTITUTE)]);
    return array_combine(array_map(fn(array $mail) => $mail[0]['X-Envelope-To'], $found), $found);
}

function check_order(string $number): void
{
    $mails = mails(2);
    [$headers, $body] = $mails['buyer@build.example'];
    $told = ['text' => json_encode($headers) . $body];
    check($headers['From'] === "\"A 'shop' <of> {{ \\\"ours\\\" }}\" <shop@relay.example>", 'the sender is another', $told);
    check($headers['X-Envelope-From'] === 'shop@relay.example', 'the relay is told another sender', $told);
    check(str_contains($headers['Reply-To'], 'boss@build.example'), 'an answer would go to somebody else', $told);
    check(!str_contains($body, 'shop@relay.example'), 'the buyer is told to write to the relay', $told);
    check(str_contains($headers['Content-Type'], 'text/html'), 'it is no page', $told);
    check(str_contains($body, 'Sample ') && str_contains($body, $number), 'the buyer is not told what was ordered', $told);
    [$headers, $body] = $mails['owner@build.example'] ?? $mails[array_key_last($mails)];
    check(str_contains($headers['Subject'], $number) && str_contains($body, 'Sample '), 'the owner is not told of it', ['text' => json_encode($headers) . $body]);
    check(str_contains($headers['Reply-To'], 'buyer@build.example'), "the owner's answer would not go to the buyer", ['text' => json_encode($headers)]);
}

function bought(string $email = 'buyer@build.example'): string
{
    $began = microtime(true);
    $order = buy(ready()['json'][0]['id'], 1, $email);
    check($order['status'] === 200, 'no order was taken', $order);
    check(microtime(true) - $began < 20, 'a buyer waits for the relay');
    return $order['json']['order_number'];
}

$number = getenv('RELAY') . '/number';
$test = fn() => as_owner('POST', '/wp-json/wc-storeyard/v1/mail', ['to' => 'look@build.example']);
switch ($argv[1]) {
    case 'order':
        check_order(bought());
        bought('storeyard-check@example.com');
        $answer = $test();
        check($answer['status'] === 200, 'a test mail is not sent', $answer);
        check(isset(mails(1)['look@build.example']), "the platform's own order is told of");
        break;
    case 'away':
        file_put_contents($number, bought());
        $answer = $test();
        check($answer['status'] === 502 && str_contains($answer['json']['message'], 'connect'), 'it is not told that the relay is away', $answer);
        mails(0);
        break;
    case 'later':
        ready();
        run('ActionScheduler::runner()->run();'); // as the shop's cron does once a minute
        check_order(file_get_contents($number));
        break;
    case 'untrusted':
        ready();
        $answer = $test();
        check($answer['status'] === 502 && !str_contains($answer['text'], 'build-only'), 'a relay is trusted that nobody vouches for', $answer);
        mails(0);
}
echo "mail: $argv[1]\n";
