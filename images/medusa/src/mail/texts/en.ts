/** All that the mails say, in English. Another language is another file with the same keys (index.ts). */
export const en = {
  items: "Items",
  discount: "Discount",
  shipping: "Shipping",
  free: "Free",
  tax: "Tax",
  includedTax: "VAT included",
  total: "Total",
  deliveryAddress: "Delivery address",
  billingAddress: "Billing address",
  payment: "Payment",
  delivery: "Delivery",
  contact: "Contact",
  phone: "Phone",
  /** By the payment provider's id, without what Medusa puts around it. */
  payments: { system: "Pay on delivery", stripe: "Card" } as Record<string, string>,
  otherPayment: "Paid online",
  footer: (shop: string, url: string) => `${shop} – ${url}`,
  placed: {
    subject: (shop: string, number: string) => `Your order #${number} at ${shop}`,
    title: "Thank you for your order",
    lead: (number: string) => `We have your order #${number}. Here is what you ordered:`,
    onDelivery: (total: string) => `Please have ${total} ready when it arrives.`,
    look: "See your order",
    answer: "Is something not right? Just answer this mail.",
  },
  received: {
    subject: (number: string, total: string) => `New order #${number} (${total})`,
    title: "You have a new order",
    lead: (name: string, number: string) => `${name} placed order #${number}:`,
    look: "Open it in the admin",
    answer: "An answer to this mail goes to the buyer.",
  },
  shipped: {
    subject: (shop: string, number: string) => `Your order #${number} from ${shop} is on its way`,
    title: "Your order is on its way",
    lead: (number: string) => `This part of your order #${number} has been sent`,
    leadAll: (number: string) => `Your order #${number} has been sent`,
    tracking: "Tracking number",
    to: "It goes to",
  },
  reset: {
    subject: (shop: string) => `A new password for ${shop}`,
    title: "A new password",
    lead: (shop: string) => `Somebody, hopefully you, asked for a new password for the admin of ${shop}.`,
    look: "Choose a new password",
    note: "The link works once and for 15 minutes. If it was not you, there is nothing to do: your password stays as it is.",
  },
  test: {
    subject: (shop: string) => `A test mail from ${shop}`,
    title: "It works",
    lead: (shop: string) => `${shop} can send mail. This one was sent to try it out.`,
  },
}

export type Words = typeof en
