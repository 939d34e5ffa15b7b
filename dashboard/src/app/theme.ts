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
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    // What opens stays beside what opened it, so within the page's landmarks and above the dialog that it is in.
    Popover: { defaultProps: { withinPortal: false } },
    Combobox: { defaultProps: { withinPortal: false } },
    // A place that takes the focus first would be a child of the menu that is none of its items.
    Menu: { defaultProps: { position: "bottom-end", withInitialFocusPlaceholder: false } },
    // The list itself is what scrolls.
    Select: {
      defaultProps: { withScrollArea: false },
      styles: { options: { maxHeight: 240, overflowY: "auto" } },
    },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": "Show or hide the password" } } },
    ColorInput: {
      defaultProps: {
        withPicker: false, // its sliders have no names for a screen reader; any colour can be typed
        eyeDropperButtonProps: { "aria-label": "Take a colour from the screen" },
      },
    },
    Badge: { defaultProps: { variant: "light", tt: "none" } },
    // Long lines in it do not make the whole of it wider than its place.
    Alert: { styles: { body: { minWidth: 0 } } },
  },
})
