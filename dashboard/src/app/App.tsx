import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { setNonce } from "get-nonce"
import { StrictMode } from "react"
import { BrowserRouter } from "react-router"
import { makeQueryClient } from "../api/live"
import { Views } from "./routes"
import { theme } from "./theme"

const client = makeQueryClient()

/** The nonce of the one style element that the library writes: the platform puts a new one into each answer. */
const nonce = () => document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? ""

// The library that keeps the page behind a dialog from scrolling writes a style element of its own.
setNonce(nonce())

export function App() {
  return (
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <Views />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  )
}
