import { useQuery } from "@tanstack/react-query"
import { useSearchParams } from "react-router"
import { enginesQuery, meQuery, plansQuery } from "../../api/queries"
import { Failure } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { NewStoreForm } from "./NewStoreForm"
import { backupQuery } from "./queries"

/** Making a store: a new one, or one of a backup that the address names. */
export default function NewStore() {
  const [params] = useSearchParams()
  const backup = params.get("backup") ?? ""
  return (
    <Page title={backup ? "New store from a backup" : "New store"}>
      <Content key={backup} backup={backup} />
    </Page>
  )
}

function Content({ backup }: { backup: string }) {
  const engines = useQuery(enginesQuery)
  const plans = useQuery(plansQuery)
  const me = useQuery({ ...meQuery, staleTime: 0 })
  const from = useQuery(backupQuery(backup))
  const needed = backup === "" ? [engines, plans, me] : [engines, plans, me, from]
  const failed = needed.find((query) => query.isError && !query.data)
  if (failed) {
    const title = failed === from ? "The backup could not be read" : "What is on offer could not be read"
    return <Failure title={title} error={failed.error} retry={() => void failed.refetch()} />
  }
  if (!engines.data || !plans.data || !me.data || (backup !== "" && !from.data)) return <Loading rows={6} height={96} />
  return (
    <NewStoreForm
      engines={engines.data.items}
      plans={plans.data.items}
      places={me.data.limits.stores}
      user={me.data.user.id}
      backup={from.data ?? null}
    />
  )
}
