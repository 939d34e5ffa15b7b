#!/bin/bash
# Runs in the image's build, as root: fetches language packs where they can be reached, and makes /var/www/code/languages. Nothing
# here stops the build: what cannot be had is said, and buyers' pages are in the shop's language all the same.
set -euo pipefail

version=$(sed -n "s/^ \* Version: //p" /var/www/code/plugins/woocommerce/woocommerce.php)
found=/tmp/found
mkdir -p $found/wordpress $found/woocommerce
locales=$(basename -as .po /languages/woocommerce-*.po | sed 's/^woocommerce-//')

# Debian's, of an older WordPress: what was said otherwise since is in English.
if (cd /tmp && apt-get update -qq && apt-get download -qq wordpress-l10n) && dpkg -x /tmp/wordpress-l10n_*.deb /tmp/l10n; then
    for locale in $locales; do
        for part in "" admin-; do
            cp "/tmp/l10n/usr/share/wordpress/wp-content/languages/$part$locale.mo" $found/wordpress/ || echo "languages: NOT THERE: WordPress' $part$locale"
        done
    done
else
    echo "languages: NOT THERE: Debian's wordpress-l10n cannot be reached"
fi

# WooCommerce's own: from downloads/ if somebody put it there, else from where WordPress itself fetches it.
for locale in $locales; do
    file=/downloads/woocommerce-$version-$locale.zip
    if [ ! -f "$file" ]; then
        file=/tmp/$locale.zip
        # shellcheck disable=SC2016  # PHP's own dollars
        php -r '$got = @file_get_contents($argv[1], false, stream_context_create(["http" => ["timeout" => 20]]));
            exit($got && file_put_contents($argv[2], $got) ? 0 : 1);' \
            "https://downloads.wordpress.org/translation/plugin/woocommerce/$version/$locale.zip" "$file" ||
            { echo "languages: NOT THERE: WooCommerce's $locale cannot be reached"; continue; }
    fi
    # shellcheck disable=SC2016
    php -r '$zip = new ZipArchive(); exit($zip->open($argv[1]) === true && $zip->extractTo($argv[2]) ? 0 : 1);' "$file" $found/woocommerce ||
        echo "languages: NOT THERE: WooCommerce's $locale is no archive"
done

php /build/languages.php
