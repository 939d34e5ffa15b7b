import { Alert, Anchor, Stack, TextInput } from "@mantine/core"
import { IconInfoCircle } from "@tabler/icons-react"
import type { FormEvent } from "react"
import { Link } from "react-router"
import type { Schemas } from "../../api/client"
import { Failure } from "../../parts/Failure"
import { isFull, nextPlace, type Places } from "../../parts/places"
import { Refusable } from "../../parts/Refusable"
import { AddressField } from "./AddressField"
import { useAddress } from "./address"
import classes from "./Choices.module.css"
import { Look, Market } from "./Details"
import { type Draft, requestFromBackup, requestOf, settled } from "./draft"
import { EngineCards } from "./EngineCards"
import { errorsOf, useFirstError } from "./errors"
import { FromBackup } from "./FromBackup"
import { leadOf, refusalOf } from "./outlook"
import { Placement } from "./Placement"
import { PlanCards } from "./PlanCards"
import { Summary } from "./Summary"
import { useCreate } from "./use-create"
import { type Change, useDraft } from "./use-draft"
import { useOutlook } from "./use-outlook"

export type Offers = {
  engines: readonly Schemas["Engine"][]
  plans: readonly Schemas["Plan"][]
  places: Places
  user: string
  backup: Schemas["Backup"] | null
}

/** The form. What was said stays: after an error, after the end of a session, and after a reload of the page. */
export function NewStoreForm({ engines, plans, places, user, backup }: Offers) {
  const { draft, change, forget } = useDraft(`storeyard-new-store/${user}/${backup?.id ?? ""}`)
  const wanted = settled(draft, engines)
  const engine = engines.find(({ name }) => name === (backup?.engine ?? wanted.engine))
  const address = useAddress(draft.id, draft.name || (backup?.store ?? ""), draft.cluster)
  const id = draft.id || (address.is === "free" ? address.id : "")
  const request = backup ? requestFromBackup(draft, id, backup.id) : requestOf(wanted, id)
  const create = useCreate(forget)
  const errors = errorsOf(create.error, create.variables, request)
  const form = useFirstError(create.error)
  const outlook = useOutlook(engine, backup)
  const refusal = refusalOf(places, engine)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!create.isPending && refusal === "") create.mutate(request)
  }
  const shown = backup ? draft : wanted
  return (
    <form onSubmit={submit} ref={form} className={classes.form}>
      <Stack gap="lg" miw={0}>
        {isFull(places) && <Full places={places} />}
        {backup && <FromBackup backup={backup} />}
        <Fields {...{ draft: shown, errors, change, engines, plans, engine, backup }}>
          <AddressField
            typed={draft.id}
            address={address}
            error={errors.get("id")}
            onChange={(typed) => change({ id: typed })}
          />
        </Fields>
      </Stack>
      <div className={classes.summary}>
        <Summary
          lead={leadOf(draft.name || (backup ? "The store" : ""), address, outlook.software)}
          steps={outlook.steps}
          expected={outlook.expected}
          place={isFull(places) ? "" : nextPlace(places)}
        >
          {create.isError && <Failure title="The store was not made" error={create.error} />}
          <Refusable type="submit" fullWidth loading={create.isPending} refused={refusal}>
            Make the store
          </Refusable>
        </Summary>
      </div>
    </form>
  )
}

type FieldsProps = Pick<Offers, "engines" | "plans" | "backup"> & {
  draft: Draft
  errors: ReadonlyMap<string, string>
  change: Change
  engine: Schemas["Engine"] | undefined
  children: React.ReactNode
}

function Fields({ draft, errors, change, engines, plans, engine, backup, children }: FieldsProps) {
  return (
    <>
      <NameField name={draft.name} error={errors.get("name")} change={change} fromBackup={backup !== null} />
      {children}
      {!backup && (
        <EngineCards
          engines={engines}
          value={draft.engine}
          error={errors.get("engine")}
          onChange={(chosen) => change({ engine: chosen })}
        />
      )}
      <PlanCards
        plans={plans}
        engine={engine?.name ?? ""}
        value={draft.plan}
        error={errors.get("plan")}
        asBefore={backup !== null}
        onChange={(plan) => change({ plan })}
      />
      {!backup && <Market {...{ draft, errors, change, engine }} />}
      <Look {...{ draft, errors, change }} fromBackup={backup !== null} />
      <Placement {...{ draft, errors, change }} />
    </>
  )
}

/** Said before anybody fills in what cannot be sent. */
function Full({ places }: { places: Places }) {
  return (
    <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title="No further store can be made now">
      {nextPlace(places)}{" "}
      <Anchor component={Link} to="/" inherit underline="always" c="inherit">
        To the stores
      </Anchor>
    </Alert>
  )
}

type NameProps = { name: string; error: string | undefined; fromBackup: boolean; change: Change }

function NameField({ name, error, fromBackup, change }: NameProps) {
  return (
    <TextInput
      label="Name"
      description={fromBackup ? "As buyers see it. Left empty, it is as in the backup." : "As buyers see it."}
      value={name}
      onChange={(event) => change({ name: event.currentTarget.value })}
      error={error}
      required={!fromBackup}
      maxLength={100}
      autoComplete="off"
      dir="auto"
      data-autofocus
    />
  )
}
