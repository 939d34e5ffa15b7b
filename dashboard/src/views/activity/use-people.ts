import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { usersQuery } from "../../api/queries"
import { useUser } from "../../api/session"

export type People = { me: string; admin: boolean; names: ReadonlyMap<string, string> }

/** The names of those who may have done something: an admin knows everybody's, an owner the own one and the schedule's. */
export function usePeople(): People {
  const { id, role } = useUser()
  const admin = role === "admin"
  const { data } = useQuery({ ...usersQuery, enabled: admin })
  return useMemo(() => {
    const names = new Map([
      [id, "you"],
      ["system", "the schedule"],
    ])
    for (const user of data ?? []) if (user.id !== id) names.set(user.id, user.name || user.email || user.id)
    return { me: id, admin, names }
  }, [id, admin, data])
}
