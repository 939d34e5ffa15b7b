// The language that the page speaks, for everything on it.
import { createContext, useContext } from "react"
import { ENGLISH, type Speech } from "./texts"

/** English until the shop has said which: what goes wrong before that is said in it. */
export const SpeechContext = createContext<Speech>(ENGLISH)

export const useSpeech = (): Speech => useContext(SpeechContext)

/** Tells the browser, which reads aloud, breaks lines and lays out the page by it. */
export function applySpeech({ locale, direction }: Speech, root: HTMLElement): void {
  root.lang = locale
  root.dir = direction
}
