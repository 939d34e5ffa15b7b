import { Head, Heading } from "../parts/Page"
import { Link } from "../router"

export function Missing({ what = "page" }: { what?: string }) {
  return (
    <section className="note">
      <Head title="Not found" hidden />
      <p className="big" aria-hidden="true">404</p>
      <Heading>There is no such {what}</Heading>
      <p>It may have been moved or taken off the shelves.</p>
      <Link className="button primary" href="/">Look at the products</Link>
    </section>
  )
}
