import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { Queue } from "./queue"
import { hasRelay, isAddress } from "./settings"
import type { Content, Shop } from "./templates"
import { oneLine } from "./text"
import { textsIn } from "./texts"

const PAUSES = [5, 30, 180, 900, 3600] // seconds
const MOST = 500
const AT_ONCE = 2

/** A mail to be written and sent. It is written when it is sent, so that a waiting one takes no room. */
export interface Letter {
  /** The event that it comes from, and what that is about. */
  event: string
  id: string
  template: string
  /** Null if there is nothing to send after all. */
  write(): Promise<(Content & { to: string; replyTo?: string }) | null>
  until?: number
}

let queue: Queue | undefined

/** The shop as its mails name it. */
export const shop = (): Shop => ({
  name: oneLine(process.env.STORE_NAME ?? "", 80),
  url: (process.env.STORE_URL ?? "").replace(/\/$/, ""),
  texts: textsIn(process.env.STORE_LOCALE || "en", process.env.STORE_COUNTRY ?? ""),
})

/**
 * Sends it in the background; it never throws: an order is an order, mailed or not. The event that it comes from waits until it
 * was tried once: where the shop is several processes and this one is killed before, another takes the event.
 */
export async function post(container: MedusaContainer, letter: Letter): Promise<void> {
  if (!hasRelay()) return // start.js said so
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  queue ??= new Queue((why) => logger.error(`storeyard: a mail was not sent: ${why}`), PAUSES, MOST, AT_ONCE)
  await queue.add({
    name: `${letter.event} ${letter.id}, ${letter.template}`,
    until: letter.until,
    run: (attempt) => send(container, letter, attempt),
    // The relay's "never": an answer from 500 on to this very mail. A refused login may have been set right by the next time.
    isFinal: ({ message }) => /(rejected|Message failed|Mail command failed|DATA command failed): 5\d\d|is no address/i.test(message),
  })
}

async function send(container: MedusaContainer, letter: Letter, attempt: number) {
  const mail = await letter.write()
  if (!mail) return
  const { to, replyTo, ...content } = mail
  if (!isAddress(to)) throw new Error("what should be the receiver's is no address")
  try {
    await container.resolve(Modules.NOTIFICATION).createNotifications({
      to,
      channel: "email",
      template: letter.template,
      content,
      provider_data: replyTo ? { reply_to: replyTo } : null,
      trigger_type: letter.event,
      resource_id: letter.id,
      // Once each, though the event came twice. Each attempt is a notification of its own: for one that has failed before, Medusa
      // 2.21 sends and then updates a row that it never wrote.
      idempotency_key: [letter.event, letter.id, letter.template, attempt].join("/"),
    } as any)
  } catch (error: any) {
    // Medusa's introduction says nothing more, and a log needs no buyer's address.
    const why = error.message.replace(/^Failed to send notification with id \S+:\s*/, "").replaceAll(to, "<the receiver>")
    throw new Error(oneLine(why, 300))
  }
}
