<?php
// The shop's language: which of WordPress' it is, and what a new shop has of words in its database. After that they are its owner's.
namespace Storeyard;

const LANGUAGES = '/var/www/code/languages';
const FORMATS = [ // how dates and times are written
    'ar' => ['d/m/Y', 'H:i'], 'de' => ['j. F Y', 'H:i'], 'es' => ['j \d\e F \d\e Y', 'H:i'], 'fr' => ['j F Y', 'H:i'],
    'it' => ['j F Y', 'H:i'], 'nl' => ['j F Y', 'H:i'], 'pl' => ['j F Y', 'H:i'], 'en-GB' => ['j F Y', 'H:i'],
];
const ZONES = [ // of countries that have several, the one that most people live in
    'AU' => 'Australia/Sydney', 'BR' => 'America/Sao_Paulo', 'CA' => 'America/Toronto', 'CL' => 'America/Santiago',
    'ES' => 'Europe/Madrid', 'MX' => 'America/Mexico_City', 'PT' => 'Europe/Lisbon', 'RU' => 'Europe/Moscow', 'US' => 'America/New_York',
];

/** WordPress' name of a language tag's translation, of those that are here; empty: English. */
function wordpress_locale(string $tag): string
{
    $here = array_keys(json_decode((string) @file_get_contents(LANGUAGES . '/origins.json'), true) ?: []);
    $wanted = str_replace('-', '_', $tag);
    $language = explode('_', $wanted)[0];
    $near = array_filter($here, fn(string $one) => $one === $language || str_starts_with($one, "{$language}_"));
    return in_array($wanted, $here, true) ? $wanted : (current($near) ?: '');
}

/** Where most people of a country have their clocks. */
function time_zone(string $country): string
{
    return ZONES[$country] ?? (\DateTimeZone::listIdentifiers(\DateTimeZone::PER_COUNTRY, $country)[0] ?? '');
}

/** The words of a language by what the template says in English; none: they stay. */
function words(string $tag): array
{
    $columns = ['de', 'fr', 'es', 'it', 'nl', 'pl', 'ar'];
    $at = array_search(explode('-', $tag)[0], $columns, true);
    return $at === false ? [] : array_map(fn(array $row) => $row[$at], WORDS);
}

/** Writes what the template says in English in the shop's language. Nobody has written anything else yet. */
function translate(\mysqli $database, string $tag): void
{
    set_option($database, 'WPLANG', wordpress_locale($tag));
    [$date, $time] = FORMATS[$tag] ?? FORMATS[explode('-', $tag)[0]] ?? ['F j, Y', 'g:i a'];
    set_option($database, 'date_format', $date);
    set_option($database, 'time_format', $time);
    foreach (words($tag) as $english => $word) {
        $database->execute_query('UPDATE wp_posts SET post_title = ? WHERE post_title = ?', [$word, $english]);
        $database->execute_query('UPDATE wp_posts SET post_excerpt = ? WHERE post_excerpt = ?', [$word, $english]);
        $database->execute_query(
            "UPDATE wp_posts SET post_content = REPLACE(REPLACE(post_content, ?, ?), ?, ?) WHERE post_type IN ('page', 'wp_navigation')",
            [">$english<", ">$word<", '"label":"' . $english . '"', '"label":' . json_encode($word, JSON_UNESCAPED_UNICODE)],
        );
        $database->execute_query('UPDATE wp_terms SET name = ? WHERE name = ?', [$word, $english]);
    }
    foreach (['woocommerce_flat_rate_1_settings', 'woocommerce_cod_settings'] as $name) {
        $settings = unserialize((string) option($database, $name), ['allowed_classes' => false]);
        $said = array_map(fn($value) => is_string($value) ? (words($tag)[$value] ?? $value) : $value, $settings);
        set_option($database, $name, serialize($said));
    }
}

const WORDS = [
    'Shop' => ['Shop', 'Boutique', 'Tienda', 'Negozio', 'Winkel', 'Sklep', 'المتجر'],
    'Cart' => ['Warenkorb', 'Panier', 'Carrito', 'Carrello', 'Winkelwagen', 'Koszyk', 'السلة'],
    'Checkout' => ['Kasse', 'Validation de la commande', 'Finalizar compra', 'Cassa', 'Kassa', 'Kasa', 'إتمام الشراء'],
    'My account' => ['Mein Konto', 'Mon compte', 'Mi cuenta', 'Il mio account', 'Mijn account', 'Moje konto', 'حسابي'],
    'Menu' => ['Menü', 'Menu', 'Menú', 'Menu', 'Menu', 'Menu', 'القائمة'],
    'Uncategorized' => ['Allgemein', 'Non classé', 'Sin categoría', 'Senza categoria', 'Zonder categorie', 'Bez kategorii', 'غير مصنف'],
    'Your cart is currently empty!' => [
        'Ihr Warenkorb ist noch leer!', 'Votre panier est vide !', '¡Tu carrito está vacío!', 'Il tuo carrello è vuoto!',
        'Je winkelwagen is leeg!', 'Twój koszyk jest pusty!', 'سلتك فارغة!',
    ],
    'New in store' => [
        'Neu im Shop', 'Nouveautés', 'Novedades en la tienda', 'Novità in negozio', 'Nieuw in de winkel', 'Nowości w sklepie', 'جديد المتجر',
    ],
    'You may be interested in…' => [
        'Das könnte Ihnen auch gefallen …', 'Cela pourrait vous intéresser…', 'Quizá te interese…', 'Potrebbe interessarti…',
        'Misschien ook iets voor jou…', 'Może Cię zainteresować…', 'قد يهمك أيضًا…',
    ],
    'Sample mug' => [
        'Beispieltasse', 'Tasse d’exemple', 'Taza de muestra', 'Tazza di esempio', 'Voorbeeldmok', 'Przykładowy kubek', 'كوب تجريبي',
    ],
    'Sample T-shirt' => [
        'Beispiel-T-Shirt', 'T-shirt d’exemple', 'Camiseta de muestra', 'T-shirt di esempio', 'Voorbeeld-T-shirt',
        'Przykładowa koszulka', 'قميص تجريبي',
    ],
    'Sample tote bag' => [
        'Beispieltasche', 'Sac d’exemple', 'Bolsa de muestra', 'Borsa di esempio', 'Voorbeeldtas', 'Przykładowa torba', 'حقيبة تجريبية',
    ],
    'Holds a good third of a litre.' => [
        'Fasst gut einen Drittelliter.', 'Contient un bon tiers de litre.', 'Caben más de 33 centilitros.',
        'Contiene un buon terzo di litro.', 'Er past ruim een derde liter in.', 'Mieści ponad jedną trzecią litra.', 'يتسع لأكثر من ثلث لتر.',
    ],
    'Plain cotton, one size.' => [
        'Schlichte Baumwolle, Einheitsgröße.', 'Coton uni, taille unique.', 'Algodón liso, talla única.',
        'Cotone in tinta unita, taglia unica.', 'Effen katoen, één maat.', 'Gładka bawełna, jeden rozmiar.', 'قطن سادة، مقاس واحد.',
    ],
    'For what comes home from the market.' => [
        'Für alles, was vom Markt nach Hause kommt.', 'Pour tout ce que l’on rapporte du marché.', 'Para todo lo que se trae del mercado.',
        'Per tutto ciò che si porta a casa dal mercato.', 'Voor alles wat van de markt mee naar huis gaat.',
        'Na wszystko, co przynosi się z targu.', 'لكل ما تحمله من السوق إلى البيت.',
    ],
    'Standard' => [
        'Standardversand', 'Livraison standard', 'Envío estándar', 'Spedizione standard', 'Standaardverzending', 'Dostawa standardowa', 'الشحن العادي',
    ],
    'Cash on delivery' => [
        'Zahlung bei Lieferung', 'Paiement à la livraison', 'Pago contra reembolso', 'Pagamento alla consegna', 'Betalen bij levering',
        'Płatność przy odbiorze', 'الدفع عند الاستلام',
    ],
    'Pay with cash upon delivery.' => [
        'Sie bezahlen bar, wenn die Ware ankommt.', 'Vous payez en espèces à la réception.', 'Paga en efectivo en el momento de la entrega.',
        'Paghi in contanti alla consegna.', 'Je betaalt contant bij levering.', 'Zapłać gotówką przy odbiorze.', 'ادفع نقدًا عند الاستلام.',
    ],
    // Of a tax, and behind each price with it.
    'VAT' => ['MwSt.', 'TVA', 'IVA', 'IVA', 'btw', 'VAT', 'ضريبة القيمة المضافة'],
    'incl. VAT, plus shipping' => [
        'inkl. MwSt., zzgl. Versand', 'TTC, hors frais de livraison', 'IVA incluido, más gastos de envío',
        'IVA inclusa, spese di spedizione escluse', 'incl. btw, excl. verzendkosten', 'z VAT, bez kosztów dostawy',
        'شامل الضريبة، دون تكلفة الشحن',
    ],
];
