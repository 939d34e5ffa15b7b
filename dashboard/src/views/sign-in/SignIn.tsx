import { Alert, Anchor, Text } from "@mantine/core"
import { useEffect, useRef, useState } from "react"
import { Link, Navigate, useLocation } from "react-router"
import { sentenceOf } from "../../api/problem"
import { logInByCode, useSession } from "../../api/session"
import { Frame } from "./Frame"
import { SignInForm } from "./SignInForm"

/** The code of a link that signs in once. It stands after the #, which no server and no log gets to see. */
const codeOf = (hash: string): string => new URLSearchParams(hash.slice(1)).get("code") ?? ""

/** Signing in: by a link that works once, or by e-mail address and password. */
export default function SignIn() {
  const session = useSession()
  const { state, hash } = useLocation()
  const [code] = useState(() => codeOf(hash))
  const [failed, setFailed] = useState<unknown>(null)
  const asked = useRef(false)
  useEffect(() => {
    if (!code || asked.current) return
    asked.current = true
    window.history.replaceState(window.history.state, "", window.location.pathname)
    logInByCode(code).catch(setFailed)
  }, [code])
  if (session.is === "in") return <Navigate to={state?.from ?? "/"} replace />
  const trying = code !== "" && failed === null
  return (
    <Frame title="Sign in">
      {trying ? <Text role="status">Signing in …</Text> : <SignInForm />}
      {failed !== null && (
        <Alert color="red" mt="md" title="This link does not work (any more)">
          {sentenceOf(failed)} Sign in with your password, or make a new link: storeyard open
        </Alert>
      )}
      <Text size="sm" mt="md">
        No account yet?{" "}
        <Anchor component={Link} to="/register" inherit underline="always">
          Make one
        </Anchor>
      </Text>
    </Frame>
  )
}
