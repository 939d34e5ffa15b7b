import { Button } from "@mantine/core"
import { IconExternalLink } from "@tabler/icons-react"
import type { StoreDetail } from "../../api/queries"

/** What can be done with the store from any of its tabs. */
export function Actions({ store }: { store: StoreDetail }) {
  const icon = <IconExternalLink size={16} aria-hidden />
  return (
    <>
      <Button component="a" href={store.url} target="_blank" rel="noreferrer" leftSection={icon}>
        Open shop
      </Button>
      <Button
        component="a"
        href={store.admin_url}
        target="_blank"
        rel="noreferrer"
        variant="default"
        leftSection={icon}
      >
        Open admin
      </Button>
    </>
  )
}
