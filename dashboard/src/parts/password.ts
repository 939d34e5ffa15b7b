// No letters or digits that look like others: it is read out and typed now and then.
const LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
const LENGTH = 20 // of 55 letters: 115 bits

/** A password that nobody can guess, made by the browser. */
export function newPassword(): string {
  let found = ""
  // What is above the last whole multiple of the letters is thrown away, so that each letter is as likely as any other.
  const fair = 256 - (256 % LETTERS.length)
  while (found.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < fair && found.length < LENGTH) found += LETTERS[byte % LETTERS.length]
    }
  }
  return found
}
