// What `helm test` runs in a pod beside the shop: an order as a guest, found as the owner, and removed. The way is that of
// functions/adapters/shops/medusa, by which the platform proves a store; a test holds what both must agree upon.
'use strict';

const fs = require('node:fs');
const http = require('node:http');

const EMAIL = 'storeyard-check@example.com';
const MARK = 'storeyard-check'; // of a product that is lent to a shop that offers nothing
const PAYMENT = 'pp_system_default';
const READY_SECONDS = 60;
const PRICED = 'id,title,handle,variants.id,variants.manage_inventory,*variants.calculated_price,+variants.inventory_quantity';
const SEEN = 'id,display_id,email,total,currency_code';

class Failed extends Error {}

const { STORE_URL, STORE_ADDRESS, STORE_SECRETS, STORE_COUNTRY, STORE_CURRENCY } = process.env;
const secret = (name) => fs.readFileSync(`${STORE_SECRETS}/${name}`, 'utf8').trim();
const publishableKey = secret('publishable-key');
const secretKey = secret('secret-key');
const country = STORE_COUNTRY.toLowerCase();
const currency = STORE_CURRENCY.toLowerCase();

/** Send one request as the ingress would pass it on; resolve with status and text, whatever the status. */
function send(method, path, headers = {}, body = undefined) {
    const address = new URL(STORE_ADDRESS);
    const url = new URL(STORE_URL);
    const content = body === undefined ? undefined : JSON.stringify(body);
    const told = { Host: url.host, 'X-Forwarded-Proto': url.protocol.slice(0, -1), 'User-Agent': 'storeyard-check' };
    if (content !== undefined) Object.assign(told, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) });
    return new Promise((resolve, reject) => {
        const options = { host: address.hostname, port: address.port || 80, method, path, headers: { ...told, ...headers }, timeout: 15000 };
        const request = http.request(options, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
            answer.on('error', reject);
        });
        request.on('timeout', () => request.destroy(new Error('it took longer than 15 seconds')));
        request.on('error', (error) => reject(new Failed(`the shop did not answer ${method} ${path}: ${error.message}`)));
        request.end(content);
    });
}

/** Send one request and resolve with its JSON. */
async function json(method, path, headers, body) {
    const { status, text } = await send(method, path, headers, body);
    const step = `${method} ${path.split('?')[0]}`;
    let answer;
    try {
        answer = JSON.parse(text);
    } catch {
        throw new Failed(`the shop answered ${step} with ${status} and something that is not JSON`);
    }
    if (status < 200 || status > 299) {
        const said = String(answer.message ?? '').slice(0, 200).replaceAll(secretKey, '…');
        throw new Failed(`the shop answered ${step} with ${status}: ${said}`);
    }
    return answer;
}

const buyer = (method, path, body) => json(method, path, { 'x-publishable-api-key': publishableKey }, body);
const owner = (method, path, body) => json(method, path, { Authorization: `Basic ${secretKey}` }, body);
const query = (values) => `?${new URLSearchParams(values)}`;
const said = (check) => console.log(check);

/** Wait for /health: Medusa serves it once everything is loaded. */
async function waitReady() {
    const end = Date.now() + READY_SECONDS * 1000;
    let last = '';
    while (Date.now() < end) {
        try {
            const { status } = await send('GET', '/health');
            if (status === 200) return;
            last = `the answer ${status}`;
        } catch (error) {
            last = error.message;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Failed(`the shop did not answer within ${READY_SECONDS} seconds: ${last}`);
}

/** The region that sells to the country in the shop's currency. */
async function regionOf() {
    const { regions } = await buyer('GET', '/store/regions');
    const sells = (region) => region.currency_code === currency && (region.countries ?? []).some((one) => one.iso_2 === country);
    const region = regions.find(sells);
    if (!region) throw new Failed(`the shop does not sell to ${STORE_COUNTRY} in ${STORE_CURRENCY}`);
    return region.id;
}

/** The cheapest variant that can be ordered now, or undefined. */
async function offered(region) {
    const { products } = await buyer('GET', `/store/products${query({ region_id: region, fields: PRICED, limit: 20 })}`);
    const variants = products.filter((item) => item.handle !== MARK).flatMap((item) =>
        (item.variants ?? []).map((variant) => ({ ...variant, name: item.title, price: variant.calculated_price?.calculated_amount })));
    const good = variants.filter((one) => one.price != null && (!one.manage_inventory || (one.inventory_quantity ?? 0) > 0));
    return good.sort((one, other) => one.price - other.price)[0];
}

/** Delete every product with the mark of a check. */
async function takeBack() {
    const { products } = await owner('GET', `/admin/products${query({ external_id: MARK, fields: 'id,external_id' })}`);
    for (const item of products) if (item.external_id === MARK) await owner('DELETE', `/admin/products/${item.id}`);
}

/** Add a product that is in no sales channel, and resolve with its variant. It goes the way that the shop ships. */
async function lent() {
    await takeBack();
    const { shipping_options: options } = await owner('GET', `/admin/shipping-options${query({ fields: 'shipping_profile_id', limit: 1 })}`);
    const profile = options.length ? { shipping_profile_id: options[0].shipping_profile_id } : {};
    const prices = [{ currency_code: currency, amount: 10 }];
    const variants = [{ title: 'Piece', options: { Kind: 'Piece' }, manage_inventory: false, prices }];
    const names = { title: 'Storeyard check', handle: MARK, external_id: MARK, status: 'published' };
    const { product } = await owner('POST', '/admin/products', { ...names, ...profile, options: [{ title: 'Kind', values: ['Piece'] }], variants });
    return product.variants[0];
}

/** Go the buyer's way with one piece; resolve with the order. */
async function buy(region, variant) {
    const address = {
        first_name: 'Storeyard', last_name: 'check', address_1: 'Test street 1', city: 'Test', postal_code: '10115', country_code: country,
        phone: '+10000000000',
    };
    const items = [{ variant_id: variant, quantity: 1 }];
    const whole = { region_id: region, items, email: EMAIL, shipping_address: address, billing_address: address };
    const { cart } = await buyer('POST', '/store/carts', whole);
    const { shipping_options: options } = await buyer('GET', `/store/shipping-options${query({ cart_id: cart.id })}`);
    if (!options.length) throw new Failed(`the shop has no way to ship to ${STORE_COUNTRY}`);
    await buyer('POST', `/store/carts/${cart.id}/shipping-methods`, { option_id: options[0].id });
    const { payment_collection: payment } = await buyer('POST', '/store/payment-collections', { cart_id: cart.id });
    await buyer('POST', `/store/payment-collections/${payment.id}/payment-sessions`, { provider_id: PAYMENT });
    const made = await buyer('POST', `/store/carts/${cart.id}/complete`, {});
    if (made.type !== 'order') throw new Failed(`the shop did not take the order: ${made.error?.message ?? 'it gave no reason'}`);
    return made.order;
}

/** This buyer's orders, as the owner sees them. */
async function ordersSeen() {
    const { orders } = await owner('GET', `/admin/orders${query({ q: EMAIL, fields: SEEN, limit: 50 })}`);
    return orders.filter((one) => one.email === EMAIL);
}

/** Remove an order; a shop whose image cannot do that cancels it, which puts its stock back. */
async function remove(order) {
    const path = `/admin/storeyard/orders/${order.id}`;
    const { status, text } = await send('DELETE', path, { Authorization: `Basic ${secretKey}` });
    if ((status >= 200 && status < 300) || text.includes('"not_found"')) return;
    if (status !== 404) throw new Failed(`the test order cannot be removed: the shop answered ${status}`);
    await owner('POST', `/admin/orders/${order.id}/cancel`, {});
}

async function compare(order) {
    const found = (await ordersSeen()).find((one) => one.id === order.id);
    if (!found) throw new Failed(`the order #${order.display_id} is not in the shop's admin`);
    if (found.total !== order.total || found.currency_code !== order.currency_code || found.currency_code !== currency) {
        throw new Failed(`the order #${order.display_id} is shown with ${found.total} ${found.currency_code}, which is not what the buyer was`);
    }
    said(`the shop's admin shows order #${found.display_id} with ${found.total} ${found.currency_code.toUpperCase()}`);
}

async function check() {
    await waitReady();
    said('the shop answers');
    const region = await regionOf();
    const product = await offered(region);
    let failure;
    try {
        said(product ? `on offer: ${product.name}` : 'nothing is on offer: a product is lent to the shop for the order');
        const order = await buy(region, (product ?? (await lent())).id);
        said(`order #${order.display_id} was placed, to be paid on delivery`);
        await compare(order);
    } catch (error) {
        failure = error;
    }
    try {
        for (const one of await ordersSeen()) await remove(one);
        if (!product) await takeBack();
    } catch (error) {
        throw failure ?? error; // what went wrong first is what is told
    }
    if (failure) throw failure;
    said('the test order is removed');
}

check().catch((error) => {
    console.error(`storeyard: ${error instanceof Failed ? error.message : error.stack}`);
    process.exit(1);
});
