// Drawn here, so that nothing is loaded for them. All are decoration: the words beside them say the same.
import type { ReactNode } from "react"

const Icon = ({ children }: { children: ReactNode }) => (
  <svg
    className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"
    fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round"
  >
    {children}
  </svg>
)

export const Bag = () => <Icon><path d="M5 8h14l-1 12H6L5 8Zm3 0a4 4 0 0 1 8 0" /></Icon>
export const Check = () => <Icon><path d="m5 12.5 4.5 4.5L19 7.5" /></Icon>
export const Picture = () => <Icon><path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01" /></Icon>
export const Truck = () => <Icon><path d="M3 6h11v10H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" /></Icon>
export const Cash = () => <Icon><path d="M3 7h18v10H3zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 10v4M18 10v4" /></Icon>
export const Card = () => <Icon><path d="M3 6h18v12H3zM3 10h18M7 14h3" /></Icon>
export const Back = () => <Icon><path d="m14 6-6 6 6 6" /></Icon>
