// Takes the place of the project's own, which is beside it.
import * as project from "./project-config"
import { withStoreyard } from "./storeyard/config"

export default withStoreyard((project as any).default)
