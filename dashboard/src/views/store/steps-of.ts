import type { Schemas } from "../../api/client"

type Step = Schemas["Step"]

/** The steps that will be gone through. One that can come twice is said once, where it comes first. */
export function stepsOf(steps: readonly Step[], without: readonly string[]): Step[] {
  return steps.filter(
    ({ name }, index) => !without.includes(name) && steps.findIndex((step) => step.name === name) === index,
  )
}
