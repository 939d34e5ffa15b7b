import type { ProviderSendNotificationDTO } from "@medusajs/framework/types"
import { AbstractNotificationProviderService, MedusaError } from "@medusajs/framework/utils"
import { deliver } from "../../mail/send"

/** Sends notifications of the channel "email" through the shop's relay. They bring their content: it knows no templates. */
export default class MailNotificationService extends AbstractNotificationProviderService {
  static identifier = "storeyard-mail"

  async send({ to, content, template, provider_data }: ProviderSendNotificationDTO) {
    const { subject, html, text } = content ?? {}
    if (!subject || !html || !text) {
      throw new MedusaError(MedusaError.Types.INVALID_DATA, `the notification ${template} has no subject, HTML and text`)
    }
    const replyTo = provider_data?.reply_to
    return { id: await deliver({ to, subject, html, text, replyTo: typeof replyTo === "string" ? replyTo : undefined }) }
  }
}
