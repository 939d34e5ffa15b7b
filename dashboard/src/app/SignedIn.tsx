import { Button, Center, Loader, Modal, Stack, Text } from "@mantine/core"
import { Navigate, Outlet, useLocation } from "react-router"
import { begin, forget, useSession } from "../api/session"
import { SignInForm } from "../views/sign-in/SignInForm"

/** What is below is for signed-in users. A session that ends meanwhile is begun again on top of it: nothing typed is lost. */
export function SignedIn() {
  const session = useSession()
  const here = useLocation()
  if (session.is === "out") return <Navigate to="/sign-in" replace state={{ from: here.pathname + here.search }} />
  if (!session.user) return <Waiting unreachable={session.is === "unreachable"} />
  return (
    <>
      <Outlet />
      <Modal
        opened={session.is === "lost"}
        onClose={forget}
        title="Your session has ended"
        closeButtonProps={{ "aria-label": "Leave, without signing in again" }}
        closeOnClickOutside={false}
      >
        <Text mb="md">Sign in again to go on. What you were doing is kept.</Text>
        <SignInForm email={session.user.email ?? ""} />
      </Modal>
    </>
  )
}

function Waiting({ unreachable }: { unreachable: boolean }) {
  return (
    <Center mih="100vh" component="main">
      <Stack align="center">
        <Loader aria-hidden />
        <Text role="status">{unreachable ? "The platform does not answer. It is tried again." : "Signing in …"}</Text>
        {unreachable && (
          <Button variant="default" onClick={() => void begin()}>
            Try now
          </Button>
        )}
      </Stack>
    </Center>
  )
}
