import type { components } from "./schema"

export type Problem = components["schemas"]["Problem"]

/** What the platform answered instead of what was asked for, or that it did not answer (status 0). */
export class ApiError extends Error {
  readonly status: number
  readonly reason: string
  readonly fields: ReadonlyMap<string, string>
  readonly retryAfter: number | null

  constructor(status: number, problem: Partial<Problem>, retryAfter: number | null = null) {
    super(problem.detail || "The platform gave no reason.")
    this.name = "ApiError"
    this.status = status
    this.reason = problem.reason ?? ""
    this.fields = new Map((problem.errors ?? []).map(({ field, rule }) => [field, rule]))
    this.retryAfter = retryAfter
  }

  /** True where asking again can help without anybody changing anything: no answer, too often, not now. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

/** Reads an answer that is no success. A proxy's page in between is no problem document: it gets a sentence of ours. */
export async function problemOf(response: Response): Promise<ApiError> {
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10)
  const wait = Number.isNaN(retryAfter) ? null : retryAfter
  const text = await response.text().catch(() => "")
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === "object" && body !== null && "detail" in body) {
      return new ApiError(response.status, body as Problem, wait)
    }
  } catch {
    // Not JSON: said below.
  }
  return new ApiError(response.status, { detail: `The platform answered ${response.status} without saying why.` }, wait)
}

export function unreachable(): ApiError {
  return new ApiError(0, { detail: "The platform does not answer. It is tried again.", reason: "Unreachable" })
}

/** The sentence of any error, for a person. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
