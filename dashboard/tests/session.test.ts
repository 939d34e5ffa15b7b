import { beforeEach, describe, expect, it, vi } from "vitest"

const loadAnew = vi.fn()
vi.mock("../src/api/load-anew", () => ({ loadAnew }))

type Answer = { status: number; body?: unknown }
const user = (id: string) => ({
  id,
  name: id,
  email: `${id}@example.com`,
  role: "owner",
  store_limit: null,
  created_at: "",
})
const opened = (id: string, token: string): Answer => ({
  status: 200,
  body: { access_token: token, refresh_token: null, expires_in: 900, user: user(id) },
})
const refused: Answer = { status: 401, body: { detail: "no", reason: "Unauthorized" } }

/** A platform that answers what it is told to, path by path, and remembers what it was sent. */
function platform(answers: Record<string, Answer[]>) {
  const sent: { path: string; token: string | null; body: unknown }[] = []
  vi.stubGlobal("fetch", async (input: string | Request, init: RequestInit = {}) => {
    const request = input instanceof Request ? input : new Request(new URL(input, "http://127.0.0.1"), init)
    const path = new URL(request.url).pathname
    const text = await request.text()
    sent.push({ path, token: request.headers.get("Authorization"), body: text ? JSON.parse(text) : null })
    const { status, body } = answers[path]?.shift() ?? { status: 500 }
    return new Response(body === undefined ? null : JSON.stringify(body), { status })
  })
  return sent
}

/** The modules as a page that is loaded anew has them. */
async function page() {
  vi.resetModules()
  return { ...(await import("../src/api/session")), ...(await import("../src/api/client")) }
}

const me = () => new Request("http://127.0.0.1/api/me")

describe("a session", () => {
  beforeEach(() => loadAnew.mockReset())

  it("asks for a cookie, and sends the access token it got", async () => {
    const sent = platform({ "/api/auth/login": [opened("ada", "one")], "/api/me": [{ status: 200, body: {} }] })
    const { logIn, authorized } = await page()

    await logIn("ada@example.com", "secret")
    await authorized(me())

    expect(sent[0]?.body).toEqual({ email: "ada@example.com", password: "secret", cookie: true })
    expect(sent[1]).toMatchObject({ path: "/api/me", token: "Bearer one" })
  })

  it("renews a token that has run out, once, and sends the request again", async () => {
    const sent = platform({
      "/api/auth/login": [opened("ada", "one")],
      "/api/auth/refresh": [opened("ada", "two")],
      "/api/me": [refused, { status: 200, body: {} }],
    })
    const { logIn, authorized } = await page()
    await logIn("ada@example.com", "secret")

    const response = await authorized(me())

    expect(response.status).toBe(200)
    expect(sent.map(({ path, token }) => [path, token])).toEqual([
      ["/api/auth/login", null],
      ["/api/me", "Bearer one"],
      ["/api/auth/refresh", null],
      ["/api/me", "Bearer two"],
    ])
  })

  it("that is over keeps the request until the same user signs in again", async () => {
    platform({
      "/api/auth/login": [opened("ada", "one"), opened("ada", "three")],
      "/api/auth/refresh": [refused],
      "/api/me": [refused, { status: 200, body: {} }],
    })
    const { logIn, authorized, accessToken } = await page()
    await logIn("ada@example.com", "secret")

    const waiting = authorized(me())
    await vi.waitFor(() => expect(accessToken()).toBeNull())
    await logIn("ada@example.com", "secret")

    expect((await waiting).status).toBe(200)
    expect(loadAnew).not.toHaveBeenCalled()
  })

  it("stays that was begun while the renewal of the one before was under way, though that is refused", async () => {
    platform({ "/api/auth/login": [opened("ada", "one")] })
    const { logIn, refresh, accessToken } = await page()
    const answersAtOnce = globalThis.fetch
    let refuse = () => {}
    vi.stubGlobal("fetch", (input: string, init: RequestInit) =>
      String(input) === "/api/auth/refresh"
        ? new Promise((answer) => {
            refuse = () => answer(new Response(JSON.stringify(refused.body), { status: 401 }))
          })
        : answersAtOnce(input, init),
    )

    const renewal = refresh()
    await logIn("ada@example.com", "secret")
    refuse()

    expect(await renewal).toBe(true)
    expect(accessToken()).toBe("one")
  })

  it("of somebody else begins on a page that is loaded anew: what was read for the one before is not theirs", async () => {
    const sent = platform({
      "/api/auth/login": [opened("ada", "one"), opened("olga", "two")],
      "/api/auth/refresh": [refused],
      "/api/me": [refused, { status: 200, body: {} }],
    })
    const { logIn, authorized, accessToken } = await page()
    await logIn("ada@example.com", "secret")
    void authorized(me())
    await vi.waitFor(() => expect(accessToken()).toBeNull())

    await logIn("olga@example.com", "secret")

    expect(loadAnew).toHaveBeenCalledWith("/")
    expect(accessToken()).toBeNull()
    expect(sent.some(({ token }) => token === "Bearer two")).toBe(false)
  })

  it("that is ended leaves a page that is loaded anew", async () => {
    platform({ "/api/auth/login": [opened("ada", "one")], "/api/auth/logout": [{ status: 204 }] })
    const { logIn, logOut, accessToken } = await page()
    await logIn("ada@example.com", "secret")

    await logOut()

    expect(loadAnew).toHaveBeenCalledWith("/sign-in")
    expect(accessToken()).toBeNull()
  })
})
