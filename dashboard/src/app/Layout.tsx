import { ActionIcon, AppShell, Burger, Group, Menu, NavLink, ScrollArea, Text, Tooltip } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import {
  IconActivity,
  IconBell,
  IconBuildingStore,
  IconChartBar,
  IconHeartbeat,
  IconKeyboard,
  IconListCheck,
  IconPuzzle,
  IconReceipt,
  IconServer,
  IconUser,
  IconUsers,
  IconWebhook,
} from "@tabler/icons-react"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { Link, Outlet, useLocation } from "react-router"
import { hearChanges } from "../api/live"
import { sentenceOf } from "../api/problem"
import { logOut, useUser } from "../api/session"
import { ColorSchemeItems } from "./ColorSchemeItems"
import { Shortcuts, useShortcuts } from "./Shortcuts"

const VIEWS = [
  { to: "/", label: "Stores", icon: IconBuildingStore, admin: false },
  { to: "/orders", label: "Orders", icon: IconReceipt, admin: false },
  { to: "/extensions", label: "Extensions", icon: IconPuzzle, admin: false },
  { to: "/operations", label: "Operations", icon: IconListCheck, admin: false },
  { to: "/activity", label: "Activity", icon: IconActivity, admin: false },
  { to: "/webhooks", label: "Webhooks", icon: IconWebhook, admin: false },
  { to: "/notices", label: "Notices", icon: IconBell, admin: false },
  { to: "/stats", label: "Metrics", icon: IconChartBar, admin: false },
  { to: "/clusters", label: "Clusters", icon: IconServer, admin: false },
  { to: "/users", label: "Users", icon: IconUsers, admin: true },
  { to: "/platform", label: "Platform", icon: IconHeartbeat, admin: false },
] as const

/** The frame of every view for signed-in users: where one can go, who one is, and the view itself. */
export function Layout() {
  const [opened, nav] = useDisclosure()
  const [help, keys] = useDisclosure()
  const { pathname } = useLocation()
  const client = useQueryClient()
  useShortcuts(keys.open)
  useEffect(() => hearChanges(client), [client])
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the menu of a phone
  useEffect(() => nav.close(), [pathname])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a href="#view" className="skip-link">
        To the content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={nav.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label="Navigation"
              aria-expanded={opened}
            />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Tooltip label="Keyboard shortcuts (?)">
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={keys.open}
                aria-label="Keyboard shortcuts"
                visibleFrom="sm"
              >
                <IconKeyboard size={20} />
              </ActionIcon>
            </Tooltip>
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Views">
        <ScrollArea>
          <Views pathname={pathname} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="view" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <Shortcuts opened={help} onClose={keys.close} />
    </AppShell>
  )
}

export function Brand() {
  return (
    <Link to="/" className="brand">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      Storeyard
    </Link>
  )
}

function Views({ pathname }: { pathname: string }) {
  const { role } = useUser()
  const shown = VIEWS.filter(({ admin }) => !admin || role === "admin")
  const isHere = (to: string) =>
    to === "/" ? pathname === "/" || pathname.startsWith("/stores") : pathname.startsWith(to)
  return shown.map(({ to, label, icon: Icon }) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      label={label}
      leftSection={<Icon size={18} aria-hidden />}
      active={isHere(to)}
      aria-current={isHere(to) ? "page" : undefined}
    />
  ))
}

function AccountMenu() {
  const user = useUser()
  const [error, setError] = useState("")
  const leave = () => logOut().catch((reason) => setError(sentenceOf(reason)))
  return (
    <Menu width={260}>
      <Menu.Target>
        <ActionIcon variant="default" radius="xl" size="lg" aria-label="Account">
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="free-text">{user.name || user.email}</span>
        </Menu.Label>
        <Menu.Item component={Link} to="/account">
          My account and tokens
        </Menu.Item>
        <Menu.Item component={Link} to="/notices">
          My notices
        </Menu.Item>
        <ColorSchemeItems />
        <Menu.Divider />
        <Menu.Item onClick={leave} closeMenuOnClick={false}>
          Sign out
        </Menu.Item>
        {error && (
          <Text size="sm" c="red" p="xs" role="alert">
            {error}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
