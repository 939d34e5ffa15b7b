import "./app/styles"
import { createRoot } from "react-dom/client"
import { begin } from "./api/session"
import { App } from "./app/App"

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no place for the page")
void begin()
createRoot(root).render(<App />)
