import { Anchor, Badge, Card, Group, Stack, Text } from "@mantine/core"
import { Link } from "react-router"
import type { Store } from "../../api/queries"
import { EnginePicture } from "../../parts/EnginePicture"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import { cardHeight, heightOf, type Note, noteOf } from "./rows"
import type { Part } from "./StoreList"
import classes from "./StoreList.module.css"

/** The store's name, which goes to its page, whether it is a copy, and its address. */
export function Names({ store }: { store: Store }) {
  return (
    <Stack gap={0} miw={0} flex={1}>
      <Group gap={6} wrap="nowrap">
        <Anchor component={Link} to={`/stores/${store.id}`} fw={600} truncate className="free-text" title={store.name}>
          {store.name}
        </Anchor>
        {store.is_copy && (
          <Badge size="sm" color="grape" variant="light" tt="none" flex="none">
            copy
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {hostOf(store.url)}
      </Text>
    </Stack>
  )
}

/** An address that cannot be read is shown as it is: one store does not take the whole list with it. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** What is under way, or what is wrong: one line, whole in the store's own page. */
export function NoteLine({ note }: { note: Note }) {
  if (note === null) return null
  return (
    <Text
      size="xs"
      truncate
      className="free-text"
      title={note.text}
      c={note.wrong ? "var(--mantine-color-error)" : "var(--mantine-color-blue-text)"}
    >
      {note.text}
    </Text>
  )
}

export function StoreCards({ stores, before, after, of, first, underWay, titles }: Part) {
  return (
    <ul className={classes.list} style={{ paddingBlock: `${before}px ${after}px` }}>
      {stores.map((store, index) => {
        const note = noteOf(store, underWay)
        const engine = titles.get(store.engine) ?? store.engine
        return (
          <li
            key={store.id}
            style={{ height: heightOf(note, true) }}
            aria-setsize={of}
            aria-posinset={first + index + 1}
            data-row={first + index}
          >
            <Card withBorder padding="sm" h={cardHeight(note)}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <Names store={store} />
                <StatusBadge status={store.status} />
              </Group>
              <NoteLine note={note} />
              <Group gap={6} mt="auto" wrap="nowrap">
                <EnginePicture name={store.engine} title={engine} size={22} />
                <Text size="sm" truncate>
                  {engine}, {store.plan} · made <When at={store.created_at} />
                </Text>
              </Group>
            </Card>
          </li>
        )
      })}
    </ul>
  )
}
