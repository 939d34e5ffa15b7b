import { Button, PasswordInput, Stack, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { logIn } from "../../api/session"
import { FailureLine } from "../../parts/Failure"

/** E-mail address and password. `email`: known already, when a session is begun again. */
export function SignInForm({ email = "" }: { email?: string }) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      await logIn(String(said.get("email")), String(said.get("password")))
    } catch (reason) {
      setError(reason)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="username"
          required
          defaultValue={email}
        />
        <PasswordInput name="password" label="Password" autoComplete="current-password" required />
        <FailureLine error={error} />
        <Button type="submit" loading={busy}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
