import { clientOf, StripeProvider } from "../../payments/client"
import { readAccount } from "../../payments/settings"

/**
 * Medusa's own provider, with the shop owner's account: its secrets are read from files, so that they are in no configuration, and
 * its API may be called at another address than Stripe's. Cards alone (and wallets that hold some): what is paid is captured at once.
 */
export default class StripeService extends StripeProvider {
  static validateOptions() {} // there are none

  constructor(cradle: unknown) {
    const account = readAccount()
    super(cradle, { apiKey: account.secretKey, webhookSecret: account.webhookSecret, capture: true })
    this.stripe_ = clientOf(account)
  }

  get paymentIntentOptions() {
    return { payment_method_types: ["card"] }
  }
}
