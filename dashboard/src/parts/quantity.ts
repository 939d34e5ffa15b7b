const UNITS: Record<string, number> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  m: 1e-3,
}

/** A quantity of Kubernetes as a number: "250m" is 0.25, "2Gi" is 2147483648. NaN for what is none. */
export function quantity(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text.trim()) ?? []
  return digits === "" ? Number.NaN : Number(digits) * (unit === "" ? 1 : (UNITS[unit] ?? Number.NaN))
}
