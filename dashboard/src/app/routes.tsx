// Every view has an address. Each comes in a chunk of its own, so that the first load is the first view's.
import { type ComponentType, lazy, Suspense } from "react"
import { Outlet, Route, Routes, useLocation } from "react-router"
import { Loading } from "../parts/Loading"
import { Layout } from "./Layout"
import { NotFound } from "./NotFound"
import { SignedIn } from "./SignedIn"
import { ViewBoundary } from "./ViewBoundary"

const SignIn = lazy(() => import("../views/sign-in/SignIn"))
const Register = lazy(() => import("../views/sign-in/Register"))

const VIEWS: Record<string, ComponentType> = {
  "/": lazy(() => import("../views/stores/Stores")),
  "/new": lazy(() => import("../views/new-store/NewStore")),
  "/stores/:store/:tab?": lazy(() => import("../views/store/Store")),
  "/orders": lazy(() => import("../views/orders/Orders")),
  "/orders/:store/:order": lazy(() => import("../views/orders/Order")),
  "/extensions": lazy(() => import("../views/extensions/Extensions")),
  "/operations": lazy(() => import("../views/operations/Operations")),
  "/operations/:operation": lazy(() => import("../views/operation/Operation")),
  "/webhooks": lazy(() => import("../views/webhooks/Webhooks")),
  "/webhooks/:webhook": lazy(() => import("../views/webhooks/Webhook")),
  "/notices": lazy(() => import("../views/notices/Notices")),
  "/notices/:target": lazy(() => import("../views/notices/Target")),
  "/activity": lazy(() => import("../views/activity/Activity")),
  "/stats": lazy(() => import("../views/metrics/Metrics")),
  "/clusters": lazy(() => import("../views/clusters/Clusters")),
  "/users": lazy(() => import("../views/users/Users")),
  "/account": lazy(() => import("../views/account/Account")),
  "/chat/link": lazy(() => import("../views/chat/LinkChat")),
  "/platform": lazy(() => import("../views/platform/Platform")),
}

export function Views() {
  return (
    <Routes>
      <Route element={<View />}>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/register" element={<Register />} />
      </Route>
      <Route element={<SignedIn />}>
        <Route element={<Layout />}>
          <Route element={<View />}>
            {Object.entries(VIEWS).map(([path, Shown]) => (
              <Route key={path} path={path} element={<Shown />} />
            ))}
            <Route path="*" element={<NotFound />} />
          </Route>
        </Route>
      </Route>
    </Routes>
  )
}

/** The place of a view: while it is being loaded, and when it fails, the rest of the page stays. */
function View() {
  const { pathname } = useLocation()
  return (
    <ViewBoundary path={pathname}>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </ViewBoundary>
  )
}
