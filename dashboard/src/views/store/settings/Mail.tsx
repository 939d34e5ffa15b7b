import { Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { Schemas } from "../../../api/client"
import { enginesQuery, type StoreDetail } from "../../../api/queries"
import { Failure } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { Section } from "../overview/Section"
import { mailQuery } from "../queries"
import { MailRelay } from "./MailRelay"
import { MailTest } from "./MailTest"

/** How the shop's mail goes out, for engines that send any. */
export function Mail({ store }: { store: StoreDetail }) {
  const engine = useQuery(enginesQuery).data?.items.find(({ name }) => name === store.engine)
  return engine?.settings.includes("mail") ? <Known store={store} /> : null
}

function Known({ store }: { store: StoreDetail }) {
  const query = useQuery(mailQuery(store.id))
  return (
    <Section title="Mail" id="mail">
      {query.isPending && <Loading rows={3} height={48} />}
      {query.isError && !query.data && (
        <Failure title="The mail relay could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && (
        <Stack>
          <Text size="sm" className="free-text">
            {said(query.data)}
          </Text>
          {query.data.host && <MailTest store={store} />}
          <MailRelay store={store} mail={query.data} key={JSON.stringify(query.data)} />
        </Stack>
      )}
    </Section>
  )
}

/** Whose relay it is, in a sentence. */
export function said(mail: Schemas["Mail"]): string {
  if (mail.source === "none") return "The shop sends no mail: neither it nor its cluster has a relay."
  const whose = mail.source === "store" ? "a relay of its own" : "the platform's relay"
  return `The shop's mail goes out through ${whose}, ${mail.host} at port ${mail.port}, and comes from ${mail.from}.`
}
