import { Button } from "@mantine/core"
import { IconUserPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { EVERY } from "../../api/live"
import { usersQuery } from "../../api/queries"
import { useUser } from "../../api/session"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { AddUser } from "./AddUser"
import { UserList } from "./UserList"

/** Everybody who may sign in, with what they may: for admins. */
export default function Users() {
  const { role } = useUser()
  if (role === "admin") return <AllUsers />
  return (
    <Page title="Users">
      <Empty title="Only admins see the users">
        You are an owner: you see your own stores. An admin of this platform can change that.
      </Empty>
    </Page>
  )
}

function AllUsers() {
  const users = useQuery({ ...usersQuery, staleTime: 0, refetchInterval: EVERY.slow })
  const [adding, setAdding] = useState(false)
  const add = (
    <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a user
    </Button>
  )
  return (
    <Page title="Users" actions={add}>
      <Freshness query={users} />
      {users.isPending && <Loading rows={5} height={56} />}
      {users.isError && !users.data && (
        <Failure title="The users could not be read" error={users.error} retry={() => void users.refetch()} />
      )}
      {users.data && <UserList users={users.data} />}
      <AddUser opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
