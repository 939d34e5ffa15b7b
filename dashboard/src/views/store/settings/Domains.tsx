import { Badge, Button, Group, Stack, Table, Text, TextInput } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useShowOperation } from "../../../api/actions"
import { answered, api, type Schemas } from "../../../api/client"
import { changed } from "../../../api/live"
import type { StoreDetail } from "../../../api/queries"
import { ConfirmDialog } from "../../../parts/ConfirmDialog"
import { Failure, FailureLine } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { fieldError, otherError } from "../fields"
import { Section } from "../overview/Section"
import { domainsQuery } from "../queries"

type Domain = Schemas["Domain"]
type Told = { operation: Schemas["Operation"] | null; message?: string }

/** Domains of the shop's own: claimed here, proven by the DNS, served by an operation. */
export function Domains({ store }: { store: StoreDetail }) {
  const query = useQuery(domainsQuery(store.id))
  return (
    <Section title="Domains" id="domains">
      <Stack gap="md">
        <Text size="sm">
          The shop is at <span className="free-text">{store.url}</span>. Its other names lead there.
        </Text>
        {query.isPending && <Loading rows={2} height={36} />}
        {query.isError && !query.data && (
          <Failure title="The domains could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
        {query.data?.items.map((domain) => (
          <Row key={domain.name} store={store} domain={domain} />
        ))}
        <Claim store={store} />
      </Stack>
    </Section>
  )
}

/** Asks for something about a domain: shows the operation that follows, or what is said without one. */
function useAsk(store: string, ask: () => Promise<Told>) {
  const client = useQueryClient()
  const show = useShowOperation()
  return useMutation({
    mutationFn: ask,
    onSuccess: ({ operation }) => {
      if (operation) show(operation)
      else changed(client, ["store", store])
    },
  })
}

function Row({ store, domain }: { store: StoreDetail; domain: Domain }) {
  const params = { path: { store_id: store.id, name: domain.name } }
  const check = useAsk(store.id, () => answered(api.POST("/api/stores/{store_id}/domains/{name}/check", { params })))
  const primary = useAsk(store.id, () => answered(api.PUT("/api/stores/{store_id}/domains/{name}/primary", { params })))
  const remove = useAsk(store.id, () => answered(api.DELETE("/api/stores/{store_id}/domains/{name}", { params })))
  const [asking, setAsking] = useState(false)
  const refused = refusalOf(store, "domains")
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text fw={500} className="free-text">
          {domain.name}
        </Text>
        <Badge variant="light" color={domain.served ? "green" : "gray"}>
          {stateOf(domain)}
        </Badge>
      </Group>
      {!domain.served && <Records domain={domain} />}
      <Group gap="sm">
        <Refusable variant="default" refused={refused} loading={check.isPending} onClick={() => check.mutate()}>
          Look it up in the DNS
        </Refusable>
        {domain.served && !domain.primary && (
          <Refusable variant="default" refused={refused} loading={primary.isPending} onClick={() => primary.mutate()}>
            Make it the shop's address
          </Refusable>
        )}
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          Remove {domain.name} …
        </Button>
      </Group>
      <Text size="sm" role="status">
        {check.data?.message ?? ""}
      </Text>
      <FailureLine error={check.error ?? primary.error} />
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${domain.name}?`}
        verb="Remove it"
        keep="Keep it"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
      >
        <Text size="sm">The shop answers there no more, and the domain is free for other stores that prove it.</Text>
      </ConfirmDialog>
    </Stack>
  )
}

function stateOf(domain: Domain): string {
  if (domain.primary) return "the shop's address"
  if (domain.served) return "leads to the shop's address"
  return domain.status === "verified" ? "proven, not served yet" : "not proven yet"
}

/** What is to be set in the DNS. */
function Records({ domain }: { domain: Domain }) {
  const rows = [
    { ...domain.proof, why: "proves that it is yours" },
    ...domain.leads_here.map((record) => ({ ...record, why: "leads to the shop" })),
  ]
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table aria-label={`Records of ${domain.name}`}>
        <Table.Thead>
          <Table.Tr>
            {["Type", "Name", "Value", "For"].map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ type, name, value, why }) => (
            <Table.Tr key={`${type} ${value}`}>
              {[type, name, value, why].map((text) => (
                <Table.Td key={text} className="free-text">
                  {text}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Claim({ store }: { store: StoreDetail }) {
  const client = useQueryClient()
  const [name, setName] = useState("")
  const claim = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/stores/{store_id}/domains", { params: { path: { store_id: store.id } }, body: { name } }),
      ),
    onSuccess: () => {
      setName("")
      changed(client, ["store", store.id, "domains"])
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) claim.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Another domain"
          description="Yours, like shop.example.com. What to set in its DNS is said then."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(claim.error, "name")}
        />
        <FailureLine error={otherError(claim.error, ["name"])} />
        <div>
          <Refusable type="submit" refused={name.trim() ? "" : "Say which domain above."} loading={claim.isPending}>
            Add the domain
          </Refusable>
        </div>
      </Stack>
    </form>
  )
}
