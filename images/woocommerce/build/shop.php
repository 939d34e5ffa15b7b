<?php
// Runs in the image's build: turns an empty WordPress with WooCommerce into the shop that every store starts from.
// What personalise.php replaces by the store's own (country, currency, names) is the same in every template.
require_once '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require __DIR__ . '/pictures.php';

const COUNTRY = 'DE';
const SAMPLES = [
    ['SAMPLE-MUG', 'Sample mug', '12', 'Holds a good third of a litre.', 'mug'],
    ['SAMPLE-SHIRT', 'Sample T-shirt', '20', 'Plain cotton, one size.', 'shirt'],
    ['SAMPLE-TOTE', 'Sample tote bag', '15', 'For what comes home from the market.', 'tote'],
];

function options(): void
{
    update_option('woocommerce_coming_soon', 'no'); // before newly_installed(), which would say yes
    update_option('woocommerce_store_pages_only', 'no');
    WC_Install::newly_installed(); // what the first visit of the admin would do: orders in their own tables
    $chosen = [
        'woocommerce_default_country' => COUNTRY,
        'woocommerce_currency' => 'EUR',
        'woocommerce_allow_tracking' => 'no',
        'woocommerce_show_marketplace_suggestions' => 'no',
        'woocommerce_enable_guest_checkout' => 'yes',
        'woocommerce_onboarding_profile' => ['skipped' => true, 'completed' => true],
        'woocommerce_task_list_hidden_lists' => ['setup', 'extended'],
        'permalink_structure' => '/%postname%/',
        'blogdescription' => '',
        'default_pingback_flag' => '0',
        'default_ping_status' => 'closed',
        'default_comment_status' => 'closed',
    ];
    foreach ($chosen as $name => $value) {
        update_option($name, $value);
    }
    $GLOBALS['wp_rewrite']->init(); // addresses are made of the structure that was just chosen
    delete_transient('_wc_activation_redirect');
    WC()->payment_gateways()->payment_gateways()['cod']->update_option('enabled', 'yes');
}

function pages(): void
{
    foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post) {
        if (in_array($post->post_name, ['hello-world', 'sample-page'], true)) {
            wp_delete_post($post->ID, true);
        }
    }
    switch_theme('storeyard');
    foreach (['shop', 'cart', 'checkout', 'myaccount'] as $page) {
        wc_get_page_id($page) > 0 || exit("template: WooCommerce made no page $page\n");
    }
    update_option('show_on_front', 'page');
    update_option('page_on_front', wc_get_page_id('shop'));
    // The menu: without one, every page is in it. Cart and account have signs of their own beside it.
    $links = array_map(menu_link(...), ['shop', 'cart', 'myaccount'], ['Shop', 'Cart', 'My account']);
    wp_insert_post(['post_type' => 'wp_navigation', 'post_status' => 'publish', 'post_title' => 'Menu', 'post_content' => wp_slash(implode("\n", $links))]);
}

function menu_link(string $page, string $label): string
{
    $id = wc_get_page_id($page);
    $link = ['label' => $label, 'type' => 'page', 'id' => $id, 'url' => get_permalink($id), 'kind' => 'post-type'];
    return '<!-- wp:navigation-link ' . wp_json_encode($link, JSON_UNESCAPED_SLASHES) . ' /-->';
}

function shipping(): void
{
    $zone = new WC_Shipping_Zone();
    $zone->set_zone_name(COUNTRY);
    $zone->add_location(COUNTRY, 'country');
    $zone->save();
    $id = $zone->add_shipping_method('flat_rate');
    $id === 1 || exit("template: the flat rate got another number\n"); // personalise.php knows it
    update_option("woocommerce_flat_rate_{$id}_settings", ['title' => 'Standard', 'tax_status' => 'taxable', 'cost' => '5']);
    WC_Cache_Helper::get_transient_version('shipping', true);
}

function samples(): void
{
    $folder = wp_upload_dir()['basedir'] . '/samples';
    wp_mkdir_p($folder);
    draw_samples($folder);
    foreach (SAMPLES as [$sku, $name, $price, $description, $picture]) {
        $product = new WC_Product_Simple();
        $product->set_props([
            'name' => $name, 'sku' => $sku, 'regular_price' => $price, 'short_description' => $description, 'status' => 'publish',
            'manage_stock' => true, 'stock_quantity' => 1000, 'image_id' => attachment("$folder/$picture.webp", $name),
        ]);
        $product->save();
    }
}

function attachment(string $file, string $title): int
{
    $url = wp_upload_dir()['baseurl'] . '/samples/' . basename($file);
    $id = wp_insert_attachment(['post_title' => $title, 'post_mime_type' => 'image/webp', 'post_status' => 'inherit', 'guid' => $url], $file);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
    return $id;
}

wp_set_current_user(1);
options();
pages();
shipping();
samples();
