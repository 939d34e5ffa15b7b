type Page<Row> = { items: Row[]; next_cursor: string | null }

/** Every row of a list: pages of the API one after the other. */
export async function allPages<Row>(page: (cursor: string | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const found: Row[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const answer: Page<Row> = await page(cursor)
    found.push(...answer.items)
    cursor = answer.next_cursor
  }
  return found
}
