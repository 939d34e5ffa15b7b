import { defineConfig } from "@medusajs/framework/utils"
import { withStoreyard } from "./storeyard/config"

export default withStoreyard(defineConfig({}))
