import { createHash } from "node:crypto"
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { Modules } from "@medusajs/framework/utils"
import { post, shop } from "../mail/post"
import { reset } from "../mail/templates"

interface Reset {
  entity_id: string
  actor_type: string
  token: string
}

const VALID_MS = 15 * 60_000 // as Medusa makes the token
const MOST = 5

/** When each administrator was mailed of late. */
const mailed = new Map<string, number[]>()

/** Anybody may ask, and as often as they like: an administrator is mailed so many times while a token is valid, not more. */
function mayMail(address: string): boolean {
  const now = Date.now()
  const recent = (mailed.get(address) ?? []).filter((moment) => now - moment < VALID_MS)
  if (recent.length < MOST) recent.push(now)
  else return false
  mailed.set(address, recent)
  return true
}

/**
 * Mails an administrator the way to a new password. Customers get none: the storefront has no accounts, so no page to choose a
 * password on (storefront/src/routes.ts).
 */
export default async function passwordReset({ event, container }: SubscriberArgs<Reset>) {
  const { entity_id: address, actor_type: actor, token } = event.data
  if (actor !== "user") return
  // A customer's address is known to Medusa's sign-in too, but opens no admin.
  const [user] = await container.resolve(Modules.USER).listUsers({ email: address })
  if (!user || !mayMail(address)) return
  await post(container, {
    event: event.name,
    // Not the token itself: it is kept with the notification.
    id: createHash("sha256").update(token).digest("hex").slice(0, 16),
    template: "password-reset",
    until: Date.now() + VALID_MS,
    write: async () => ({ ...reset(shop(), address, token), to: address }),
  })
}

export const config: SubscriberConfig = { event: "auth.password_reset", context: { subscriberId: "storeyard-password-reset" } }
