// Whether what failed can be asked for again, and as what.
import type { OperationBody } from "../api/actions"
import type { Operation, StoreDetail } from "../api/queries"
import { refusalOf } from "./refusal"
import { hasEnded } from "./words"

export type Again = { body: OperationBody; refused: string } | null

/** What asks for the same again. Making a store goes on where it stopped, also that of a copy. */
export function bodyOf({ kind, parameters }: Pick<Operation, "kind" | "parameters">): OperationBody {
  if (kind === "provision" || kind === "clone") return { kind: "provision", parameters: {} }
  return { kind, parameters } as OperationBody
}

/** Null where asking again cannot help; else the request, and why the store refuses it now, if it does. */
export function againOf(operation: Operation, store: StoreDetail | undefined): Again {
  if (!hasEnded(operation.status) || operation.status === "succeeded") return null
  if (operation.status !== "canceled" && operation.retryable !== true) return null
  if (!store) return null
  const body = bodyOf(operation)
  if (operation.status === "canceled" && body.kind === "delete") return null
  return { body, refused: refusalOf(store, body.kind) }
}
