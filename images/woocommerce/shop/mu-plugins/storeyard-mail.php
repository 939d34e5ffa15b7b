<?php
/**
 * Plugin Name: Storeyard: mail
 * Description: Sends the shop's mail through the relay that is set for the store, later again if that does not answer.
 */

defined('ABSPATH') || exit;

const STOREYARD_MAIL_AGAIN = 'storeyard_mail_again';
const STOREYARD_MAIL_PAUSES = [5, 15, 60, 240, 720]; // minutes
const STOREYARD_MAIL_SECONDS = 5; // a buyer waits for it

add_action('rest_api_init', fn() => register_rest_route('wc-storeyard/v1', '/mail', [
    'methods' => 'POST',
    'args' => ['to' => ['required' => true, 'validate_callback' => fn($to) => is_string($to) && is_email($to) !== false]],
    'callback' => 'storeyard_mail_test',
    'permission_callback' => fn() => current_user_can('manage_woocommerce'),
]));

/** Sends a mail that says that mail is sent, for the platform; or tells why it was not, in the relay's own words. */
function storeyard_mail_test(WP_REST_Request $request): WP_REST_Response
{
    if (Storeyard\relay() === null) {
        return new WP_REST_Response(['message' => 'no relay is set'], 409);
    }
    $shop = wp_specialchars_decode(get_option('blogname'), ENT_QUOTES);
    storeyard_mail_now(['test' => true, 'why' => 'the relay did not take it']);
    $sent = wp_mail($request['to'], "Test mail from $shop", "This mail was sent by the shop $shop to see whether its mail arrives. It does.\n" . home_url('/') . "\n");
    ['why' => $why] = storeyard_mail_now(['test' => false]);
    return $sent ? new WP_REST_Response(['sent' => true]) : new WP_REST_Response(['message' => $why], 502);
}

if (Storeyard\relay() === null) {
    // Say so once in the log instead of letting each order wait for a program that is not there.
    add_filter('pre_wp_mail', function ($sent) {
        static $said = false;
        if ($sent === null && !$said) {
            $said = true;
            error_log('storeyard: no mail relay is set, so mail is not sent');
        }
        return $sent ?? false;
    });
    return;
}

// The platform's own test orders are nobody's: no mail is about them.
add_filter('pre_wp_mail', fn($sent, array $mail) => str_contains(implode(' ', (array) $mail['to']), Storeyard\CHECK_EMAIL) ? true : $sent, 10, 2);
foreach (['new_order', 'cancelled_order', 'failed_order'] as $storeyard_name) {
    $storeyard_tells = fn($tells, $order) => $tells && !($order instanceof WC_Order && $order->get_billing_email() === Storeyard\CHECK_EMAIL);
    add_filter("woocommerce_email_enabled_$storeyard_name", $storeyard_tells, PHP_INT_MAX, 2);
}

// A relay sends for addresses that it knows: the sender is always the one that was set. WooCommerce's own address, which its texts
// name and answers go to, stays its owner's.
add_filter('wp_mail_from', fn() => Storeyard\relay()['from'], PHP_INT_MAX);
add_filter('wp_mail_from_name', fn($name) => $name === 'WordPress' ? wp_specialchars_decode(get_option('blogname'), ENT_QUOTES) : $name, PHP_INT_MAX);

add_action('phpmailer_init', function (PHPMailer\PHPMailer\PHPMailer $mail): void {
    $relay = Storeyard\relay();
    $mail->isSMTP();
    [$mail->Host, $mail->Port, $mail->Timeout, $mail->Sender] = [$relay['host'], $relay['port'], STOREYARD_MAIL_SECONDS, $relay['from']];
    $mail->SMTPSecure = ['starttls' => 'tls', 'tls' => 'ssl', 'none' => ''][$relay['security']] ?? 'tls';
    $mail->SMTPAutoTLS = false; // as it was set, and nothing else
    [$mail->SMTPAuth, $mail->Username, $mail->Password] = [$relay['user'] !== '', $relay['user'], $relay['password']];
    if ($relay['ca'] !== null) {
        $mail->SMTPOptions = ['ssl' => ['cafile' => $relay['ca']]];
    }
    // Nobody reads what is sent to the sender, and the administrator's address is what WooCommerce takes if nobody has chosen another.
    $default = [strtolower($relay['from']), strtolower(get_option('admin_email'))];
    if (!array_diff(array_map(strtolower(...), array_column($mail->getReplyToAddresses(), 0)), $default)) {
        $mail->clearReplyTos();
        $mail->addReplyTo($relay['reply_to'] ?: get_option('admin_email'));
    }
}, PHP_INT_MAX);

/** What is being sent: the mail, how often it was tried before, and whether it is a test, which is told of at once and tried once. */
function storeyard_mail_now(array $set = []): array
{
    static $now = ['mail' => null, 'tries' => 0, 'test' => false, 'why' => ''];
    return $now = [...$now, ...$set];
}
add_action('phpmailer_init', fn($mail) => storeyard_mail_now(['mail' => $mail]), PHP_INT_MAX);

/** A mail as wp_mail takes it: by the time that it fails, WordPress has forgotten what kind of text it is and whom to answer. */
function storeyard_mail_kept(PHPMailer\PHPMailer\PHPMailer $mail): array
{
    $addresses = fn(array $pairs) => array_map(fn(array $pair) => $mail->addrFormat($pair), $pairs);
    $headers = ["Content-Type: $mail->ContentType; charset=$mail->CharSet"];
    foreach (['Reply-To' => array_values($mail->getReplyToAddresses()), 'Cc' => $mail->getCcAddresses(), 'Bcc' => $mail->getBccAddresses()] as $name => $pairs) {
        $headers = [...$headers, ...array_map(fn(string $address) => "$name: $address", $addresses($pairs))];
    }
    return [
        'to' => $addresses($mail->getToAddresses()),
        'subject' => $mail->Subject,
        'message' => $mail->Body,
        'headers' => $headers,
        'attachments' => array_column(array_filter($mail->getAttachments(), fn(array $file) => !$file[5]), 0), // those that are files
    ];
}

// A mail that the relay did not take is kept with the jobs of the shop, and sent later; the order that it is about stands anyway.
add_action('wp_mail_failed', function (WP_Error $error): void {
    ['mail' => $mail, 'tries' => $tries, 'test' => $test] = storeyard_mail_now();
    // PHPMailer's words on a failed sign-in name no password; a relay's may.
    $why = str_replace(array_filter([Storeyard\relay()['password']]), '…', $error->get_error_message());
    storeyard_mail_now(['why' => $why]);
    $pause = STOREYARD_MAIL_PAUSES[$tries] ?? null;
    $later = $mail !== null && !$test && $pause !== null && function_exists('as_schedule_single_action');
    error_log("storeyard: a mail was not sent: $why" . ($later ? "; again in $pause min" : ''));
    if ($later) {
        // Action Scheduler takes 8,000 characters of arguments: the mail itself is an option until it is sent.
        $name = 'storeyard_mail_' . bin2hex(random_bytes(8));
        update_option($name, storeyard_mail_kept($mail), false);
        as_schedule_single_action(time() + $pause * MINUTE_IN_SECONDS, STOREYARD_MAIL_AGAIN, [$name, $tries + 1], 'storeyard');
    }
});
add_action(STOREYARD_MAIL_AGAIN, function (string $name, int $tries): void {
    $mail = get_option($name);
    delete_option($name);
    if (is_array($mail)) {
        storeyard_mail_now(['tries' => $tries]);
        wp_mail($mail['to'], $mail['subject'], $mail['message'], $mail['headers'], array_filter($mail['attachments'], 'is_file'));
        storeyard_mail_now(['tries' => 0]);
    }
}, 10, 2);
