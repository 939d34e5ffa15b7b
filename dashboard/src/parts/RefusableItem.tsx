import { Menu, type MenuItemProps, Text } from "@mantine/core"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { asSentence } from "./words"

type Props = Pick<MenuItemProps, "leftSection" | "color" | "c"> & {
  /** Why it cannot be chosen now; empty: it can. */
  refused?: string
  /** What is said below it while it can be chosen. */
  hint?: string
  /** Where it goes; none: it does `onClick`. */
  to?: string | undefined
  onClick?: () => void
  children: ReactNode
}

/** An item of a menu that says why it cannot be chosen now. The keyboard reaches it all the same, so that everybody hears it. */
export function RefusableItem({ refused = "", hint = "", to, onClick, children, ...look }: Props) {
  const below = asSentence(refused) || hint
  const content = (
    <>
      {children}
      {below && (
        <Text size="xs" component="span" display="block" c="dimmed" className="free-text">
          {below}
        </Text>
      )}
    </>
  )
  if (refused) {
    return (
      <Menu.Item leftSection={look.leftSection} aria-disabled closeMenuOnClick={false} c="dimmed">
        {content}
      </Menu.Item>
    )
  }
  if (to) {
    return (
      <Menu.Item {...look} component={Link} to={to}>
        {content}
      </Menu.Item>
    )
  }
  return (
    <Menu.Item {...look} onClick={onClick}>
      {content}
    </Menu.Item>
  )
}
