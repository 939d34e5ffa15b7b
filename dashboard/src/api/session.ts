// Who is signed in. The access token lives in this module's memory alone; the refresh token in a cookie no script can read.
import { useSyncExternalStore } from "react"
import { loadAnew } from "./load-anew"
import { ApiError, problemOf, unreachable } from "./problem"
import type { components } from "./schema"

export type User = components["schemas"]["User"]
/** `lost`: the session is over while the page is in use: what was being written stays, and signing in goes on with it. */
export type SessionState =
  | { is: "unknown" | "out" | "lost"; user: User | null }
  | { is: "unreachable"; user: User | null }
  | { is: "in"; user: User }

type Answered = { access_token: string; expires_in: number; user: User }

const REFRESH_LOCK = "storeyard-refresh"
const CHANNEL = "storeyard-session"

let state: SessionState = { is: "unknown", user: null }
let token: string | null = null
let refreshing: Promise<boolean> | null = null
const listeners = new Set<() => void>()
const signedIn: Array<() => void> = []
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL)

function become(next: SessionState): void {
  state = next
  for (const listener of listeners) listener()
  if (next.is === "in") for (const go of signedIn.splice(0)) go()
}

function take(answer: Answered, said: boolean): void {
  const other = state.user !== null && state.user.id !== answer.user.id
  if (said) channel?.postMessage("in")
  if (other) {
    loadAnew("/")
    return
  }
  token = answer.access_token
  become({ is: "in", user: answer.user })
}

async function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
  } catch {
    throw unreachable()
  }
}

async function open(path: string, body: object, headers: Record<string, string> = {}): Promise<User> {
  const response = await send(path, { ...body, cookie: true }, headers)
  if (!response.ok) throw await problemOf(response)
  const answer: Answered = await response.json()
  take(answer, true)
  return answer.user
}

/** Two tabs that refresh at once would each show the same token: one after the other, where the browser can lock. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? await navigator.locks.request(REFRESH_LOCK, work) : await work()
}

async function refreshOnce(): Promise<boolean> {
  const before = token
  const response = await send("/api/auth/refresh", {})
  if (response.ok) {
    take(await response.json(), false)
    return true
  }
  if (response.status !== 401) throw await problemOf(response)
  // Somebody signed in while it was under way: it was refused with the cookie of the session before.
  if (token !== before) return true
  token = null
  become(state.is === "in" || state.is === "lost" ? { is: "lost", user: state.user } : { is: "out", user: null })
  return false
}

/** Goes on with the session of the cookie. True if there is one. Throws ApiError where the platform cannot say. */
export function refresh(): Promise<boolean> {
  refreshing ??= alone(refreshOnce).finally(() => {
    refreshing = null
  })
  return refreshing
}

export const logIn = (email: string, password: string): Promise<User> => open("/api/auth/login", { email, password })
export const logInByCode = (code: string): Promise<User> => open("/api/auth/code", { code })

type Account = { email: string; name: string; password: string; setupToken: string }

/** Makes an account and signs in with it. `setupToken`: what lets somebody in where not everybody may; empty: none. */
export const register = ({ setupToken, ...account }: Account): Promise<User> =>
  open("/api/auth/register", account, setupToken ? { Authorization: `Bearer ${setupToken}` } : {})

/** Ends the session, here and in every other tab. A platform that does not answer is told the person, not hidden. */
export async function logOut(): Promise<void> {
  const response = await send("/api/auth/logout", {}, token ? { Authorization: `Bearer ${token}` } : {})
  if (!response.ok && response.status !== 401) throw await problemOf(response)
  forget()
  channel?.postMessage("out")
}

/** Has nothing of the user any more. */
export function forget(): void {
  token = null
  loadAnew("/sign-in")
}

/** Looks whether there is a session, until the platform says. */
export async function begin(): Promise<void> {
  try {
    await refresh()
  } catch (error) {
    become({ is: "unreachable", user: state.user })
    const wait = error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : 3000
    setTimeout(() => void begin(), wait)
  }
}

export function accessToken(): string | null {
  return token
}

/** Resolves when somebody has signed in. */
export function untilSignedIn(): Promise<void> {
  return state.is === "in" && token ? Promise.resolve() : new Promise((go) => signedIn.push(go))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state)
}

/** The signed-in user, below the part of the page that is shown to signed-in users only. */
export function useUser(): User {
  const { user } = useSession()
  if (!user) throw new Error("used where nobody is signed in")
  return user
}

channel?.addEventListener("message", ({ data }) => {
  if (data === "out") forget()
  else if (data === "in" && state.is !== "in") void begin()
})
