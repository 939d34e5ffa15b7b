import { Button, VisuallyHidden } from "@mantine/core"
import { IconCheck, IconCopy, IconX } from "@tabler/icons-react"
import { useState } from "react"

type Copied = "no" | "yes" | "refused"

/** Copies a text, and says whether it worked: a browser gives the clipboard to pages of https and of this machine only. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState<Copied>("no")
  const copy = async () => {
    const worked = await (navigator.clipboard?.writeText(value) ?? Promise.reject()).then(
      () => true,
      () => false,
    )
    setCopied(worked ? "yes" : "refused")
    setTimeout(() => setCopied("no"), 2000)
  }
  const icons = { no: IconCopy, yes: IconCheck, refused: IconX }
  const Icon = icons[copied]
  return (
    <>
      <Button size="xs" variant="default" onClick={copy} leftSection={<Icon size={14} aria-hidden />}>
        {label}
      </Button>
      <VisuallyHidden role="status">
        {copied === "yes" ? "Copied" : copied === "refused" ? "The browser does not allow copying" : ""}
      </VisuallyHidden>
    </>
  )
}
