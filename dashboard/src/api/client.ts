// The one module that talks to the platform's API. Paths, parameters and answers are typed from its description.
import createClient from "openapi-fetch"
import { type ApiError, problemOf, unreachable } from "./problem"
import type { components, paths } from "./schema"
import { accessToken, refresh, untilSignedIn } from "./session"

export type Schemas = components["schemas"]

/** A request with the access token. One that has run out is renewed; a session that is over waits until somebody signs in. */
export async function authorized(request: Request): Promise<Response> {
  for (let renewed = false; ; renewed = true) {
    const token = accessToken()
    const attempt = request.clone()
    if (token) attempt.headers.set("Authorization", `Bearer ${token}`)
    const response = await reach(attempt)
    if (response.status !== 401) return response
    if (renewed || !(await refresh())) await untilSignedIn()
  }
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    throw unreachable()
  }
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: authorized })

type Answered<T> = { data?: T; error?: unknown; response: Response }

/** The data of an answer. Throws ApiError, for TanStack Query and forms alike. */
export async function answered<T>(call: Promise<Answered<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await call
  if (response.ok && data !== undefined && data !== null) return data
  if (response.ok) return undefined as unknown as NonNullable<T>
  throw await asError(error, response)
}

/** An answer that is no success, as openapi-fetch gives it. */
export function asError(error: unknown, response: Response): Promise<ApiError> {
  // openapi-fetch has read the body already: it is given again, so that there is one reader of problems.
  const body = typeof error === "string" ? error : JSON.stringify(error ?? "")
  return problemOf(new Response(body, { status: response.status, headers: response.headers }))
}

/** A new key for a request that makes something: repeated with it, it makes it once. */
export function idempotencyKey(): string {
  return (
    crypto.randomUUID?.() ??
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
  )
}
