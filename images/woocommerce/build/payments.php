<?php
// Runs in the image's build, beside what answers for Stripe: `keys` looks at a shop that takes payments, `refused` at one whose key
// Stripe does not know, `copy` at a copy of one, whose owner had keys in its admin. A failure fails the build.
require __DIR__ . '/client.php';

/** A call to the shop as Stripe makes it; the answer's status. */
function told(string $secret, int $ago = 0, string $body = '{"type": "payment_intent.succeeded"}'): int
{
    $at = time() - $ago;
    return call('POST', BASE . '/?wc-api=wc_stripe', json_decode($body, true), [
        "Stripe-Signature: t=$at,v1=" . hash_hmac('sha256', "$at." . json_encode(json_decode($body, true)), $secret),
    ])['status'];
}

const CHANGE = "update_option('woocommerce_stripe_settings', ['title' => 'Mine', 'secret_key' => 'sk_live_mine'] + (array) get_option('woocommerce_stripe_settings', []));";
ready();
$asked = as_owner('POST', '/wp-json/wc-storeyard/v1/payments');
switch ($argv[1]) {
    case 'keys':
        check($asked['status'] === 409 && str_contains($asked['text'], 'is not installed'), 'it is not told that the plugin is missing', $asked);
        run("update_option('active_plugins', ['woocommerce-gateway-stripe/woocommerce-gateway-stripe.php']);");
        $asked = as_owner('POST', '/wp-json/wc-storeyard/v1/payments');
        check($asked['status'] === 200 && $asked['json'] === ['works' => true], 'the key does not work', $asked);
        $read = "\$s = get_option('woocommerce_stripe_settings', []);";
        run("$read if ([\$s['enabled'], \$s['testmode'], \$s['test_secret_key'], \$s['secret_key']] !== ['yes', 'yes', 'sk_test_buildonly', '']) { exit(1); }");
        run(CHANGE);
        run("$read if ([\$s['title'], \$s['test_webhook_secret'], \$s['secret_key']] !== ['Mine', 'whsec_buildonly', '']) { exit(1); }");
        check(told('whsec_other') === 400, 'a forged call is taken');
        check(told('whsec_buildonly', 600) === 400, 'a call of ten minutes ago is taken');
        check(told('whsec_buildonly') !== 400, 'a call that is signed is refused');
        break;
    case 'refused':
        check($asked['status'] === 502 && str_contains($asked['text'], 'Invalid API Key'), 'what Stripe says is not told', $asked);
        break;
    case 'copy':
        check($asked['status'] === 409 && str_contains($asked['text'], 'it has no keys'), 'a copy has keys', $asked);
        run("\$s = get_option('woocommerce_stripe_settings'); if ([\$s['enabled'], \$s['secret_key'], \$s['test_secret_key']] !== ['no', '', '']) { exit(1); }");
        check(told('whsec_buildonly') === 403, 'a copy takes calls of Stripe');
        run("update_option('active_plugins', []);");
}
echo "payments: $argv[1]\n";
