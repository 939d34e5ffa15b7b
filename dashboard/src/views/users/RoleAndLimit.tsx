import { NumberInput, Radio, Stack } from "@mantine/core"
import { ruleOf } from "../../parts/fields"
import type { User } from "./queries"

export type Allowed = Pick<User, "role" | "store_limit">
type Props = { value: Allowed; onChange: (value: Allowed) => void; error: unknown }

const ROLES = [
  { value: "owner", label: "Owner", description: "Sees and runs their own stores." },
  { value: "admin", label: "Admin", description: "Sees and runs everyone's stores, and the users." },
] as const

/** What a user may: the role, and how many stores. */
export function RoleAndLimit({ value, onChange, error }: Props) {
  return (
    <>
      <Radio.Group
        label="Role"
        value={value.role}
        onChange={(role) => onChange({ ...value, role: role as User["role"] })}
        error={ruleOf(error, "role")}
      >
        <Stack gap="xs" mt={4}>
          {ROLES.map((role) => (
            <Radio key={role.value} {...role} />
          ))}
        </Stack>
      </Radio.Group>
      <NumberInput
        label="Store limit"
        description="How many stores the user may have. Left empty: as the platform's setting says."
        min={0}
        max={100_000}
        allowDecimal={false}
        allowNegative={false}
        value={value.store_limit ?? ""}
        onChange={(limit) => onChange({ ...value, store_limit: limit === "" ? null : Number(limit) })}
        error={ruleOf(error, "store_limit")}
      />
    </>
  )
}
