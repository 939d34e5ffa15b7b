import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core"
import { IconCheck } from "@tabler/icons-react"
import { type FormEvent, useState } from "react"
import { FailureLine } from "../../parts/Failure"
import { besides, ruleOf } from "../../parts/fields"
import { useChangePassword } from "./queries"

/** Changing one's own password. `email`: null for the user of the set-up token, who has none. */
export function ChangePassword({ email }: { email: string | null }) {
  const change = useChangePassword()
  const [again, setAgain] = useState<string | null>(null)
  if (email === null) {
    return (
      <Text size="sm">You have no e-mail address to sign in with, and so no password: you have the set-up token.</Text>
    )
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const said = new FormData(form)
    const [current, wanted, repeated] = ["current", "new", "again"].map((name) => String(said.get(name) ?? ""))
    if (!current || !wanted) return
    setAgain(wanted === repeated ? null : "is not the same as the new password")
    if (wanted !== repeated) return
    change.mutate({ current_password: current, new_password: wanted }, { onSuccess: () => form.reset() })
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={400}>
        <Text size="sm">Changing it ends all your sessions, this one too: you sign in again right here.</Text>
        <input hidden readOnly name="username" autoComplete="username" value={email} />
        <PasswordInput
          name="current"
          label="Password now"
          autoComplete="current-password"
          required
          error={ruleOf(change.error, "current_password")}
        />
        <PasswordInput
          name="new"
          label="New password"
          description="At least 10 characters of any kind, and not your e-mail address."
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
          error={ruleOf(change.error, "new_password")}
        />
        <PasswordInput name="again" label="New password again" autoComplete="new-password" required error={again} />
        <FailureLine error={besides(change.error, "current_password", "new_password")} />
        {change.isSuccess && (
          <Alert color="teal" icon={<IconCheck aria-hidden />} title="The password is changed" role="status" />
        )}
        <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
          Change the password
        </Button>
      </Stack>
    </form>
  )
}
