import { createTheme } from "@mantine/core"

export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: 9,
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: "650" },
  components: {
    // The head of a dialog is a <header>: it is none of the page's, which has its own.
    ModalHeader: { defaultProps: { role: "none" } },
    // A place that takes the focus first would be a child of the menu that is none of its items.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // Lists stay beside their field, so within the page's landmarks, and the list itself is what scrolls.
    Select: {
      defaultProps: { comboboxProps: { withinPortal: false }, withScrollArea: false },
      styles: { options: { maxHeight: 240, overflowY: "auto" } },
    },
  },
})
