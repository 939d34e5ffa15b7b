import { Head, Heading } from "../parts/Page"
import { Link } from "../router"
import { useSpeech } from "../speech"

export function Missing({ what = "page" }: { what?: "page" | "product" | "order" }) {
  const { texts } = useSpeech()
  return (
    <section className="note">
      <Head title={texts.notFound.title} hidden />
      <p className="big" aria-hidden="true">404</p>
      <Heading>{texts.notFound[what]}</Heading>
      <p>{texts.notFound.why}</p>
      <Link className="button primary" href="/">{texts.lookAtProducts}</Link>
    </section>
  )
}
