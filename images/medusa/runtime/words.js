// What a new shop has of words in its database, in the shop's language: the sample products, and the way of shipping. After that
// they are the owner's. storefront/src/texts has what its pages say, src/mail/texts what its mails say.

/** Texts by what seed.ts called it in English. */
const WORDS = {
  de: {
    "Sample mug": "Beispieltasse", "Holds a good third of a litre.": "Fasst gut einen Drittelliter.",
    "Sample T-shirt": "Beispiel-T-Shirt", "Plain cotton, one size.": "Schlichte Baumwolle, Einheitsgröße.",
    "Sample tote bag": "Beispieltasche", "For what comes home from the market.": "Für alles, was vom Markt nach Hause kommt.",
    Size: "Größe", "One size": "Einheitsgröße", Standard: "Standardversand", "Standard delivery": "Lieferung an die Haustür",
    tax: "MwSt.",
  },
  fr: {
    "Sample mug": "Tasse d’exemple", "Holds a good third of a litre.": "Contient un bon tiers de litre.",
    "Sample T-shirt": "T-shirt d’exemple", "Plain cotton, one size.": "Coton uni, taille unique.",
    "Sample tote bag": "Sac d’exemple", "For what comes home from the market.": "Pour tout ce que l’on rapporte du marché.",
    Size: "Taille", "One size": "Taille unique", Standard: "Livraison standard", "Standard delivery": "Livraison à domicile",
    tax: "TVA",
  },
  es: {
    "Sample mug": "Taza de muestra", "Holds a good third of a litre.": "Caben más de 33 centilitros.",
    "Sample T-shirt": "Camiseta de muestra", "Plain cotton, one size.": "Algodón liso, talla única.",
    "Sample tote bag": "Bolsa de muestra", "For what comes home from the market.": "Para todo lo que se trae del mercado.",
    Size: "Talla", "One size": "Talla única", Standard: "Envío estándar", "Standard delivery": "Entrega a domicilio",
    tax: "IVA",
  },
  it: {
    "Sample mug": "Tazza di esempio", "Holds a good third of a litre.": "Contiene un buon terzo di litro.",
    "Sample T-shirt": "T-shirt di esempio", "Plain cotton, one size.": "Cotone in tinta unita, taglia unica.",
    "Sample tote bag": "Borsa di esempio", "For what comes home from the market.": "Per tutto ciò che si porta a casa dal mercato.",
    Size: "Taglia", "One size": "Taglia unica", Standard: "Spedizione standard", "Standard delivery": "Consegna a domicilio",
    tax: "IVA",
  },
  nl: {
    "Sample mug": "Voorbeeldmok", "Holds a good third of a litre.": "Er past ruim een derde liter in.",
    "Sample T-shirt": "Voorbeeld-T-shirt", "Plain cotton, one size.": "Effen katoen, één maat.",
    "Sample tote bag": "Voorbeeldtas", "For what comes home from the market.": "Voor alles wat van de markt mee naar huis gaat.",
    Size: "Maat", "One size": "Eén maat", Standard: "Standaardverzending", "Standard delivery": "Bezorging aan huis",
    tax: "btw",
  },
  pl: {
    "Sample mug": "Przykładowy kubek", "Holds a good third of a litre.": "Mieści ponad jedną trzecią litra.",
    "Sample T-shirt": "Przykładowa koszulka", "Plain cotton, one size.": "Gładka bawełna, jeden rozmiar.",
    "Sample tote bag": "Przykładowa torba", "For what comes home from the market.": "Na wszystko, co przynosi się z targu.",
    Size: "Rozmiar", "One size": "Jeden rozmiar", Standard: "Dostawa standardowa", "Standard delivery": "Dostawa do domu",
    tax: "VAT",
  },
  ar: {
    "Sample mug": "كوب تجريبي", "Holds a good third of a litre.": "يتسع لأكثر من ثلث لتر.",
    "Sample T-shirt": "قميص تجريبي", "Plain cotton, one size.": "قطن سادة، مقاس واحد.",
    "Sample tote bag": "حقيبة تجريبية", "For what comes home from the market.": "لكل ما تحمله من السوق إلى البيت.",
    Size: "المقاس", "One size": "مقاس واحد", Standard: "الشحن العادي", "Standard delivery": "التوصيل إلى المنزل",
    tax: "ضريبة القيمة المضافة",
  },
}

// Where they are. All rows are those of the template: nobody has written any yet.
const PLACES = [
  ["product", "title"], ["product", "description"], ["product_option", "title"], ["product_option_value", "value"],
  ["product_variant", "title"], ["inventory_item", "title"], ["shipping_option", "name"], ["shipping_option_type", "label"],
  ["shipping_option_type", "description"],
]

/** The words of a language tag's language; none: it is English. */
const wordsOf = (locale) => (Object.hasOwn(WORDS, locale.split("-")[0]) ? WORDS[locale.split("-")[0]] : {})

/** Writes what the template says in English in the shop's language. */
async function translate(client, locale) {
  const words = Object.entries(wordsOf(locale))
  for (const [table, column] of words.length ? PLACES : []) {
    await client.query(
      `UPDATE ${table} SET ${column} = word FROM unnest($1::text[], $2::text[]) AS words (english, word) WHERE ${column} = english`,
      [words.map(([english]) => english), words.map(([, word]) => word)],
    )
  }
}

module.exports = { translate, wordsOf }
