import { Button, Group, List, Modal, Stack, Text, TextInput, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useState } from "react"
import { type OperationBody, useOperate } from "../../api/actions"
import { enginesQuery, expectedQuery, kindsQuery, type StoreDetail } from "../../api/queries"
import { usually } from "../../parts/expected"
import { FailureLine } from "../../parts/Failure"
import classes from "./OperationDialog.module.css"
import { stepsOf } from "./steps-of"

type Props = {
  store: StoreDetail
  title: string
  body: OperationBody
  /** What the button says that starts it. */
  verb: string
  /** Steps that will not be gone through, or only where it fails, by name. */
  without?: readonly string[]
  /** The version that is installed by it; none: the one that there is. */
  version?: string
  /** True for what loses something: then the store's id has to be typed. */
  typed?: boolean
  onClose: () => void
  children?: ReactNode
}

/** Asks before an operation is started: what is chosen, what will happen, in order, and how long it took before. */
export function OperationDialog({ store, title, body, verb, typed = false, onClose, children, ...shown }: Props) {
  const operate = useOperate()
  const [name, setName] = useState("")
  const ready = !typed || name === store.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) operate.mutate({ store: store.id, body })
  }
  return (
    <Modal opened onClose={onClose} title={<span className="free-text">{title}</span>} size="lg">
      <form onSubmit={submit}>
        <Stack>
          {children}
          <WhatHappens store={store} kind={body.kind} {...shown} />
          <HowLong store={store} kind={body.kind} />
          {typed && <Typed id={store.id} value={name} onChange={setName} />}
          <FailureLine error={operate.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
            <Button type="submit" color={typed ? "red" : undefined} disabled={!ready} loading={operate.isPending}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Typed({ id, value, onChange }: { id: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label={
        <>
          Type <b>{id}</b> to confirm
        </>
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  )
}

type Steps = { store: StoreDetail; kind: string; without?: readonly string[]; version?: string }

function WhatHappens({ store, kind, without = [], version }: Steps) {
  const kinds = useQuery(kindsQuery)
  const engines = useQuery(enginesQuery)
  const steps = stepsOf(kinds.data?.items.find(({ name }) => name === kind)?.steps ?? [], without)
  const engine = engines.data?.items.find(({ name }) => name === store.engine)?.title ?? store.engine
  const software = [engine, version ?? store.deployed?.engine_version].filter(Boolean).join(" ")
  return (
    <section>
      <Title order={3} size="sm" mb={4}>
        What happens, in order
      </Title>
      <FailureLine error={kinds.error} />
      <List type="ordered" size="sm" spacing={2} mih={kinds.isPending ? 110 : undefined} className={classes.steps}>
        {steps.map(({ name, doing }) => (
          <List.Item key={name}>{doing.replaceAll("{software}", software)}</List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" mt={4}>
        Steps that there is no need for are left out.
      </Text>
    </section>
  )
}

function HowLong({ store, kind }: { store: StoreDetail; kind: string }) {
  const { data } = useQuery(expectedQuery(store.id))
  const expected = data?.expected[kind]
  return (
    <Text size="sm" mih={20}>
      {data && usually(expected?.seconds ?? null, expected?.of ?? 0)}
    </Text>
  )
}
