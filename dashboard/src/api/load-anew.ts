/** Loads the page anew at an address: nothing that was read for one user is there for the next. */
export function loadAnew(path: string): void {
  window.location.replace(path)
}
