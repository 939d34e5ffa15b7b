import type { Words } from "./en"

export const fr: Words = {
  items: "Articles",
  discount: "Remise",
  shipping: "Livraison",
  free: "Gratuit",
  tax: "Taxes",
  includedTax: "Dont TVA",
  total: "Total",
  deliveryAddress: "Adresse de livraison",
  billingAddress: "Adresse de facturation",
  payment: "Paiement",
  delivery: "Mode de livraison",
  contact: "Coordonnées",
  phone: "Téléphone",
  payments: { system: "Paiement à la livraison", stripe: "Carte" },
  otherPayment: "Payé en ligne",
  footer: (shop, url) => `${shop} – ${url}`,
  placed: {
    subject: (shop, number) => `Votre commande n° ${number} chez ${shop}`,
    title: "Merci pour votre commande",
    lead: (number) => `Nous avons bien reçu votre commande n° ${number}. Voici ce que vous avez commandé :`,
    onDelivery: (total) => `Merci de préparer ${total} pour la livraison.`,
    look: "Voir votre commande",
    answer: "Quelque chose ne va pas ? Répondez simplement à cet e-mail.",
  },
  received: {
    subject: (number, total) => `Nouvelle commande n° ${number} (${total})`,
    title: "Vous avez une nouvelle commande",
    lead: (name, number) => `${name} a passé la commande n° ${number} :`,
    look: "L’ouvrir dans l’administration",
    answer: "Une réponse à cet e-mail est envoyée à l’acheteur.",
  },
  shipped: {
    subject: (shop, number) => `Votre commande n° ${number} de ${shop} est en route`,
    title: "Votre commande est en route",
    lead: (number) => `Cette partie de votre commande n° ${number} a été expédiée`,
    leadAll: (number) => `Votre commande n° ${number} a été expédiée`,
    tracking: "Numéro de suivi",
    to: "Elle est envoyée à",
  },
  reset: {
    subject: (shop) => `Un nouveau mot de passe pour ${shop}`,
    title: "Un nouveau mot de passe",
    lead: (shop) => `Quelqu’un, vous espérons-nous, a demandé un nouveau mot de passe pour l’administration de ${shop}.`,
    look: "Choisir un nouveau mot de passe",
    note:
      "Le lien est valable une fois et pendant 15 minutes. Si ce n’était pas vous, il n’y a rien à faire : " +
      "votre mot de passe reste le même.",
  },
  test: {
    subject: (shop) => `Un e-mail d’essai de ${shop}`,
    title: "Cela fonctionne",
    lead: (shop) => `${shop} peut envoyer des e-mails. Celui-ci a été envoyé pour l’essayer.`,
  },
}
