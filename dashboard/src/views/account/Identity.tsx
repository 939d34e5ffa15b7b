import { Progress, SimpleGrid, Text } from "@mantine/core"
import type { ReactNode } from "react"
import type { Schemas } from "../../api/client"
import { full } from "../../parts/time"
import { SCOPES } from "./scopes"

const ROLES = { admin: "admin: sees everyone's stores, and the users", owner: "owner: sees their own stores" } as const

export function Identity({ me: { user, scope, limits } }: { me: Schemas["Me"] }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 1, sm: 2, lg: 3 }} verticalSpacing="sm">
      <Fact name="Name">{user.name}</Fact>
      <Fact name="E-mail address">{user.email ?? "none: this user has a token and no password"}</Fact>
      <Fact name="Role">{ROLES[user.role]}</Fact>
      <Fact name="This session may">{SCOPES[scope].may}</Fact>
      <Fact name="Stores">
        <Places places={limits.stores} />
      </Fact>
      <Fact name="User since">{full(user.created_at)}</Fact>
    </SimpleGrid>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} className="free-text">
        {children}
      </Text>
    </div>
  )
}

function Places({ places: { used, limit } }: { places: Schemas["Places"] }) {
  if (limit === null) return "as many as there is room for"
  return (
    <>
      <span className="tabular">
        {used ?? "?"} of {limit}
      </span>
      {used !== null && limit > 0 && (
        <Progress value={Math.min(100, (100 * used) / limit)} aria-label="Stores used of the limit" mt={4} maw={160} />
      )}
    </>
  )
}
