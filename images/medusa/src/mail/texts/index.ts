import { en, type Texts } from "./en"

export type { Texts }

const LANGUAGES: Record<string, Texts> = { en }

/** The texts in a language, as far as it is there. */
export const textsIn = (language: string): Texts => LANGUAGES[language.toLowerCase().split("-")[0]] ?? en
