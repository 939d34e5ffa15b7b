import { useQuery } from "@tanstack/react-query"
import type { Schemas } from "../../api/client"
import { expectedQuery, kindsQuery } from "../../api/queries"
import { type Expected, stepsToCome } from "./outlook"

type Outlook = { software: string; steps: readonly string[]; expected: Expected }

/** What making the store will do, and how long that took before. A store of a backup is made by the kind `clone`. */
export function useOutlook(engine: Schemas["Engine"] | undefined, backup: Schemas["Backup"] | null): Outlook {
  const kinds = useQuery(kindsQuery).data?.items ?? []
  const ofBackup = useQuery({ ...expectedQuery(backup?.store ?? ""), enabled: backup !== null }).data?.expected.clone
  const software = engine ? `${engine.title} ${engine.version}`.trim() : "the engine"
  const ofEngine = { seconds: engine?.expected_seconds ?? null, of: engine?.expected_of ?? 0 }
  return {
    software,
    steps: stepsToCome(kinds, backup ? "clone" : "provision", software),
    expected: backup ? (ofBackup ?? { seconds: null, of: 0 }) : ofEngine,
  }
}
