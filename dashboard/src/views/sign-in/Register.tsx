import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { Link, Navigate } from "react-router"
import { ApiError } from "../../api/problem"
import { register, useSession } from "../../api/session"
import { FailureLine } from "../../parts/Failure"
import { Frame } from "./Frame"

/** Making an account. Whether that is open to everybody, to the holder of the set-up token, or to nobody, the platform says. */
export default function Register() {
  const session = useSession()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  if (session.is === "in") return <Navigate to="/" replace />
  const fields = error instanceof ApiError ? error.fields : new Map<string, string>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim()
    setBusy(true)
    setError(null)
    try {
      const password = String(said.get("password"))
      await register({ email: text("email"), name: text("name"), password, setupToken: text("setup") })
    } catch (reason) {
      setError(reason)
      setBusy(false)
    }
  }
  return (
    <Frame title="Make an account">
      <form onSubmit={submit}>
        <Stack>
          <TextInput name="name" label="Your name" autoComplete="name" required error={fields.get("name")} />
          <TextInput
            name="email"
            type="email"
            label="E-mail address"
            autoComplete="username"
            required
            error={fields.get("email")}
          />
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="new-password"
            required
            error={fields.get("password")}
          />
          <PasswordInput
            name="setup"
            label="Set-up token"
            description="Only where the platform asks for one."
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": "Show or hide the token" }}
          />
          {fields.size === 0 && <FailureLine error={error} />}
          <Button type="submit" loading={busy}>
            Make the account
          </Button>
        </Stack>
      </form>
      <Text size="sm" mt="md">
        <Anchor component={Link} to="/sign-in" inherit underline="always">
          I have an account
        </Anchor>
      </Text>
    </Frame>
  )
}
