import type { Readiness } from "../../api/readiness"

type Known = { title: string; means: string }

/** What each check of the platform looks at. One that this page does not know yet is called by its own word. */
const KNOWN: Record<string, Known> = {
  state: {
    title: "State",
    means: "The file or table with stores, operations and users can be read. Without it nothing else works.",
  },
  records: {
    title: "Records",
    means: "This version of the platform can read every record. One that it cannot read is left out and kept as it is.",
  },
  worker: {
    title: "Worker",
    means: "The worker is alive and can start runs. Without it operations wait in the queue, and none is lost.",
  },
  cluster: {
    title: "Clusters",
    means: "At least one cluster answers. Without it no operation can go on. How a shop is, its own page says.",
  },
}

export const knownCheck = (name: string): Known => KNOWN[name] ?? { title: name.replaceAll("_", " "), means: "" }

export type Verdict = { color: "teal" | "yellow" | "red"; title: string; text: string }

/** All checks in one sentence. */
export function verdictOf({ ready, checks }: Readiness): Verdict {
  const named = (status: string) =>
    Object.entries(checks)
      .filter(([, check]) => check.status === status)
      .map(([name]) => knownCheck(name).title)
  if (!ready) {
    return {
      color: "red",
      title: "The platform cannot take work",
      text: `Not well: ${named("failed").join(", ")}. What is asked for meanwhile waits or is refused, and nothing is lost.`,
    }
  }
  const degraded = named("degraded")
  if (degraded.length > 0) {
    return {
      color: "yellow",
      title: "The platform works, and somebody should look at something",
      text: `With a message: ${degraded.join(", ")}.`,
    }
  }
  return { color: "teal", title: "All is well", text: "Every part that the platform looks at does its work." }
}
