<?php
/**
 * Plugin Name: Storeyard: copy
 * Description: What a shop says and leaves undone that is a copy of another one, made to try things out.
 */

defined('ABSPATH') || exit;
if (!Storeyard\is_copy()) {
    return;
}

// No mail to anybody's customers, by whatever way a plugin would send it. Nothing else leaves either: the fence is closed.
add_filter('pre_wp_mail', function () {
    error_log('storeyard: this shop is a copy: a mail was not sent');
    return false;
}, PHP_INT_MAX);

// What was ordered at the shop that this one is a copy of is told to nobody again, and nobody's payment changes it.
add_filter('woocommerce_webhook_should_deliver', '__return_false', PHP_INT_MAX);
add_action('woocommerce_api_request', fn() => wp_die('This shop is a copy: it takes no payments.', '', ['response' => 403]), PHP_INT_MIN);

// Search engines: Apache says noindex with every answer.
add_filter('pre_option_blog_public', fn() => '0');
add_filter('robots_txt', fn() => "User-agent: *\nDisallow: /\n", PHP_INT_MAX);

const STOREYARD_COPY = [
    'en' => 'This is a copy of a shop, made to try things out. Nothing that is ordered here is delivered.',
    'ar' => 'هذه نسخة تجريبية من المتجر. ما يُطلب هنا لا يُسلَّم.',
    'de' => 'Dies ist die Kopie eines Shops zum Ausprobieren. Was hier bestellt wird, wird nicht geliefert.',
    'es' => 'Esta es una copia de una tienda, hecha para probar. Nada de lo que se pide aquí se entrega.',
    'fr' => 'Ceci est la copie d’une boutique, faite pour des essais. Rien de ce qui est commandé ici n’est livré.',
    'it' => 'Questa è la copia di un negozio, fatta per provare. Ciò che si ordina qui non viene consegnato.',
    'nl' => 'Dit is een kopie van een winkel, gemaakt om dingen uit te proberen. Wat hier wordt besteld, wordt niet geleverd.',
    'pl' => 'To jest kopia sklepu, utworzona na próbę. Zamówienia złożone tutaj nie są realizowane.',
];

function storeyard_copy_note(): void
{
    echo '<p role="note" style="margin: 0; padding: .6em 1em; background: #7a1f1f; color: #fff; font: 600 1rem/1.4 system-ui, sans-serif; text-align: center">',
        esc_html(STOREYARD_COPY[substr(determine_locale(), 0, 2)] ?? STOREYARD_COPY['en']), '</p>';
}
add_action('wp_body_open', 'storeyard_copy_note');
add_action('in_admin_header', 'storeyard_copy_note');
