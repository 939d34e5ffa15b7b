// Three of the API's routes on Express and better-sqlite3, for `make bench-api`: what a good engineer writes in a day.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import express from "express";
import { monotonicFactory } from "ulid";
import { z } from "zod";

const setup = JSON.parse(readFileSync(process.env.PEER_SETUP, "utf8"));
const ulid = monotonicFactory();
const db = new Database(process.env.PEER_DATABASE);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.pragma("foreign_keys = ON");
db.exec(`
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, role TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS stores (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES users (id), name TEXT NOT NULL, engine TEXT NOT NULL, plan TEXT NOT NULL,
    country TEXT NOT NULL, currency TEXT NOT NULL, color TEXT NOT NULL, sample_products INTEGER NOT NULL, admin_email TEXT NOT NULL,
    cluster TEXT NOT NULL, url TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'provisioning', reason TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '', operation_id TEXT, deployed TEXT, verified_at TEXT, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS stores_of_owner ON stores (owner);
  CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY, store_id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'queued',
    reason TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '', retryable INTEGER, evidence TEXT NOT NULL DEFAULT '[]',
    parameters TEXT NOT NULL, result TEXT, spec TEXT NOT NULL, requested_by TEXT NOT NULL, request_id TEXT NOT NULL, cancel_requested INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0, event_count INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, started_at TEXT,
    deadline_at TEXT, finished_at TEXT);
  CREATE INDEX IF NOT EXISTS operations_of_store ON operations (store_id);
  CREATE INDEX IF NOT EXISTS operations_by_status ON operations (status);
  CREATE TABLE IF NOT EXISTS events (
    operation_id TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, step TEXT NOT NULL, status TEXT NOT NULL,
    message TEXT NOT NULL, final INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (operation_id, number));
  CREATE TABLE IF NOT EXISTS outbox (
    operation_id TEXT NOT NULL, number INTEGER NOT NULL, store_id TEXT NOT NULL, owner TEXT NOT NULL, kind TEXT NOT NULL,
    event TEXT NOT NULL, PRIMARY KEY (operation_id, number));
`);
db.prepare("INSERT OR REPLACE INTO users VALUES (@id, @role, @token_hash)").run(setup.user);

const userByToken = db.prepare("SELECT id, role FROM users WHERE token_hash = ?");
const storeById = db.prepare("SELECT * FROM stores WHERE id = ?");
const operationById = db.prepare("SELECT * FROM operations WHERE id = ?");
const allStores = db.prepare("SELECT * FROM stores WHERE id > ? ORDER BY id LIMIT ?");
const ownersStores = db.prepare("SELECT * FROM stores WHERE owner = ? AND id > ? ORDER BY id LIMIT ?");
const insertStore = db.prepare(`INSERT INTO stores
  (id, owner, name, engine, plan, country, currency, color, sample_products, admin_email, cluster, url, operation_id, created_at,
   updated_at) VALUES (@id, @owner, @name, @engine, @plan, @country, @currency, @color, @sample_products, @admin_email, @cluster, @url,
   @operation_id, @now, @now)`);
const insertOperation = db.prepare(`INSERT INTO operations (id, store_id, kind, parameters, spec, requested_by, request_id, created_at)
  VALUES (@operation_id, @id, 'provision', '{"adopt":false}', @spec, @owner, @request_id, @now)`);
const insertEvent = db.prepare(`INSERT INTO events (operation_id, number, at, step, status, message)
  VALUES (@operation_id, 1, @now, @step, @status, @message)`);
const insertOutbox = db.prepare("INSERT INTO outbox VALUES (@operation_id, 1, @id, @owner, 'provision', @event)");
const accept = db.transaction((row) => {
  insertStore.run(row);
  insertOperation.run(row);
  insertEvent.run(row);
  insertOutbox.run(row);
});

const [countries, currencies, reserved] = [setup.countries, setup.currencies, setup.reserved_ids].map((list) => new Set(list));
const slug = z.string().min(1).max(40).regex(/^[a-z][a-z0-9-]*$/);
const storeId = slug.refine(
  (id) => !reserved.has(id) && !setup.reserved_prefixes.some((prefix) => id.startsWith(prefix)) && !id.endsWith("-") && !id.includes("--"),
  "is reserved, ends with a hyphen or holds two in a row",
);
const StoreIn = z
  .strictObject({
    name: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]*$/u),
    engine: slug.refine((name) => Object.hasOwn(setup.engines, name), { abort: true, message: "must be one that there is" }),
    plan: slug.default("small"),
    country: z.string().refine((code) => countries.has(code), "must be an ISO 3166-1 country code").default("DE"),
    currency: z.string().refine((code) => currencies.has(code), "must be an ISO 4217 currency code").default("EUR"),
    color: z.string().regex(/^#[0-9a-fA-F]{6}$/).default(setup.color),
    sample_products: z.boolean().default(true),
    id: storeId.optional(),
    admin_email: z.string().max(254).regex(/^[\w.%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/).optional(),
    cluster: slug.refine((name) => Object.hasOwn(setup.clusters, name), "must be one that there is").optional(),
  })
  .refine(({ engine, plan }) => setup.engines[engine].plans.includes(plan), { path: ["plan"] })
  .refine(({ engine, currency }) => setup.engines[engine].currencies?.includes(currency) ?? true, { path: ["currency"] })
  .refine(({ engine, country }) => setup.engines[engine].countries?.includes(country) ?? true, { path: ["country"] });

function storeView({ version, ...row }) {
  const [here, live] = [`/api/stores/${row.id}`, row.operation_id];
  return {
    ...row,
    sample_products: Boolean(row.sample_products),
    deployed: row.deployed && JSON.parse(row.deployed),
    admin_url: row.url + setup.engines[row.engine].admin_path,
    allowed_operations: setup.allowed_operations[row.status].filter((kind) => live === null || kind === "delete"),
    links: { self: here, operations: `${here}/operations`, operation: live && `/api/operations/${live}` },
  };
}

function operationView({ spec, ...row }) {
  const here = `/api/operations/${row.id}`;
  return {
    ...row,
    retryable: row.retryable === null ? null : Boolean(row.retryable),
    evidence: JSON.parse(row.evidence),
    parameters: JSON.parse(row.parameters),
    result: row.result && JSON.parse(row.result),
    cancel_requested: Boolean(row.cancel_requested),
    links: { self: here, events: `${here}/events`, store: `/api/stores/${row.store_id}` },
  };
}

const app = express().disable("x-powered-by").disable("etag");
app.use((request, response, next) => {
  const started = performance.now();
  response.on("finish", () => {
    const [at, ms] = [new Date().toISOString(), Math.round(performance.now() - started)];
    process.stderr.write(`${at} ${request.method} ${request.originalUrl} ${response.statusCode} ${ms} ms\n`);
  });
  next();
});
app.use("/api", (request, response, next) => {
  const [, token] = /^Bearer (\S+)$/i.exec(request.get("authorization") ?? "") ?? [];
  request.user = token && userByToken.get(createHash("sha256").update(token).digest("hex"));
  if (request.user) next();
  else response.status(401).set("WWW-Authenticate", "Bearer").json({ status: 401, detail: "Nobody has this token." });
});
app.use(express.json({ limit: "64kb" }));

app.post("/api/stores", (request, response) => {
  const { data, error } = StoreIn.safeParse(request.body);
  if (error) return response.status(422).json({ status: 422, errors: error.issues });
  const [now, operation_id, cluster] = [new Date().toISOString(), ulid(), data.cluster ?? Object.keys(setup.clusters)[0]];
  const id = data.id ?? (data.name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 30) || "shop");
  const spec = { admin_email: `admin@${id}.example`, ...data, id, cluster };
  const told = { step: "queue", status: "info", message: "Accepted; waiting for a worker" };
  const request_id = randomUUID().replaceAll("-", "");
  const texts = { request_id, spec: JSON.stringify(spec), event: JSON.stringify({ ...told, at: now }) };
  const url = setup.clusters[cluster].replace("{id}", id);
  try {
    accept({ ...spec, ...told, ...texts, sample_products: Number(spec.sample_products), owner: request.user.id, url, operation_id, now });
  } catch (failed) {
    if (failed.code !== "SQLITE_CONSTRAINT_PRIMARYKEY") throw failed;
    return response.status(409).json({ status: 409, detail: `id: a store with the id ${id} exists already` });
  }
  const operation = operationView(operationById.get(operation_id));
  response.status(202).location(operation.links.self).json({ store: storeView(storeById.get(id)), operation });
});

app.get("/api/stores/:id", (request, response) => {
  const store = storeById.get(request.params.id);
  if (store && (request.user.role === "admin" || store.owner === request.user.id)) response.json(storeView(store));
  else response.status(404).json({ status: 404, detail: `there is no store ${request.params.id}` });
});

const Page = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().min(1).optional() });
app.get("/api/stores", (request, response) => {
  const { data, error } = Page.safeParse(request.query);
  if (error) return response.status(422).json({ status: 422, errors: error.issues });
  const after = Buffer.from(data.cursor ?? "", "base64url").toString();
  const { id, role } = request.user;
  const found = role === "admin" ? allStores.all(after, data.limit + 1) : ownersStores.all(id, after, data.limit + 1);
  const items = found.slice(0, data.limit).map(storeView);
  response.json({ items, next_cursor: found.length > items.length ? Buffer.from(items.at(-1).id).toString("base64url") : null });
});

app.listen(Number(process.env.PEER_PORT), "127.0.0.1");
