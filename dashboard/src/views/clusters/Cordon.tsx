import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core"
import { useState } from "react"
import { FailureLine } from "../../parts/Failure"
import { ruleOf } from "../../parts/fields"
import { useCordon, useUncordon } from "./queries"
import type { Detail } from "./room"

/** Whether a cluster takes new stores, and the button that says otherwise. */
export function Cordon({ name, cordon }: { name: string; cordon: Detail["cordon"] }) {
  const [asks, setAsks] = useState(false)
  const uncordon = useUncordon()
  if (cordon === null) {
    return (
      <>
        <Button size="xs" variant="default" onClick={() => setAsks(true)}>
          Take no new stores
        </Button>
        {asks && <Why name={name} onClose={() => setAsks(false)} />}
      </>
    )
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" className="free-text">
        It takes no new stores: {cordon.why} ({cordon.by})
      </Text>
      <FailureLine error={uncordon.error} />
      <Button size="xs" variant="default" loading={uncordon.isPending} onClick={() => uncordon.mutate(name)}>
        Take new stores again
      </Button>
    </Stack>
  )
}

function Why({ name, onClose }: { name: string; onClose: () => void }) {
  const [why, setWhy] = useState("")
  const cordon = useCordon()
  return (
    <Modal opened onClose={onClose} title={<span className="free-text">Have {name} take no new stores</span>}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          cordon.mutate({ name, why }, { onSuccess: onClose })
        }}
      >
        <Stack>
          <TextInput
            label="Why"
            description="Whoever asks for a store there reads it. Its stores go on as before."
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            error={ruleOf(cordon.error, "why")}
            maxLength={200}
            required
            data-autofocus
          />
          <FailureLine error={ruleOf(cordon.error, "why") ? null : cordon.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
            <Button type="submit" loading={cordon.isPending}>
              Take no new stores
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
