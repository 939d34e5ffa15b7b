import { Badge } from "@mantine/core"
import { Link } from "react-router"
import type { Store } from "../../api/queries"
import { EnginePicture } from "../../parts/EnginePicture"
import type { Note } from "./rows"
import classes from "./StoreList.module.css"

/** The store's name, which goes to its page, whether it is a copy or in safe mode, its address, and what is to be said of it now. */
export function Names({ store, note }: { store: Store; note: Note }) {
  return (
    <div className={classes.grows}>
      <div className={classes.names}>
        <Link to={`/stores/${store.id}`} className={classes.name} title={store.name}>
          {store.name}
        </Link>
        {store.is_copy && (
          <Badge size="sm" color="grape" flex="none">
            copy
          </Badge>
        )}
        {store.safe_mode && (
          <Badge size="sm" color="orange" flex="none">
            safe mode
          </Badge>
        )}
      </div>
      <span className={classes.host}>{hostOf(store.url)}</span>
      {note && (
        <span className={classes.note} data-wrong={note.wrong || undefined} title={note.text}>
          {note.text}
        </span>
      )}
    </div>
  )
}

/** An address that cannot be read is shown as it is: one store does not take the whole list with it. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

/** The engine by its picture and what it is called. */
export function EngineName({ name, title }: { name: string; title: string }) {
  return (
    <span className={classes.engine}>
      <EnginePicture name={name} title={title} size={22} />
      <span className={classes.engineName}>{title}</span>
    </span>
  )
}
