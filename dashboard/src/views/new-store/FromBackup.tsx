import { Alert, Text } from "@mantine/core"
import { IconArchive } from "@tabler/icons-react"
import type { Schemas } from "../../api/client"
import { bytes, full } from "../../parts/time"
import { When } from "../../parts/When"

/** Which backup the store will be made of, and what is in it. */
export function FromBackup({ backup }: { backup: Schemas["Backup"] }) {
  const { store, made_at, engine_version, size, counts, proven_at } = backup
  const held = Object.entries(counts).map(([what, number]) => `${number} ${what}`)
  return (
    <Alert color="blue" icon={<IconArchive aria-hidden />} title={`Made from a backup of ${store}`}>
      <Text size="sm" className="free-text">
        Of {full(made_at)} (<When at={made_at} />
        ), version {engine_version}, {bytes(size)}
        {held.length > 0 && `: ${held.join(", ")}`}. Engine, country, currency and products are as in the backup.
      </Text>
      <Text size="sm" mt={4}>
        {proven_at ? (
          <>
            A copy made of it last took an order <When at={proven_at} />.
          </>
        ) : (
          "It was read back; no copy made of it has taken an order yet."
        )}
      </Text>
    </Alert>
  )
}
