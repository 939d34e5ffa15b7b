import type { ExecArgs } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules, ProductStatus } from "@medusajs/framework/utils"
import {
  createInventoryLevelsWorkflow,
  createProductsWorkflow,
  createRegionsWorkflow,
  createShippingOptionsWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"

// What setup.js replaces by the store's own; they are the same in every template.
const CURRENCY = "eur"
const COUNTRY = "de"
const ORIGIN = "http://store.invalid"

const SAMPLES = [
  { sku: "SAMPLE-MUG", title: "Sample mug", price: 12, description: "Holds a good third of a litre.", picture: "mug" },
  { sku: "SAMPLE-SHIRT", title: "Sample T-shirt", price: 20, description: "Plain cotton, one size.", picture: "shirt" },
  { sku: "SAMPLE-TOTE", title: "Sample tote bag", price: 15, description: "For what comes home from the market.", picture: "tote" },
]

/** Fills the template database with what every new shop starts from. Runs once, when the image is built. */
export default async function seed({ container }: ExecArgs) {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  const one = async (entity: string, fields: string[]) =>
    (await query.graph({ entity, fields } as any)).data[0] as any

  const store = await one("store", ["id", "default_sales_channel_id"])
  const channelId: string = store.default_sales_channel_id
  const profile = await one("shipping_profile", ["id"])

  await updateStoresWorkflow(container).run({
    input: { selector: { id: store.id }, update: { supported_currencies: [{ currency_code: CURRENCY, is_default: true }] } },
  })
  const { result: [region] } = await createRegionsWorkflow(container).run({
    input: { regions: [{ name: "Default", currency_code: CURRENCY, countries: [COUNTRY], payment_providers: ["pp_system_default"] }] },
  })
  await createTaxRegionsWorkflow(container).run({ input: [{ country_code: COUNTRY, provider_id: "tp_system" }] })

  const { result: [location] } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name: "Main", address: { address_1: "", city: "", country_code: COUNTRY } }] },
  })
  await link.create({
    [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
  })
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id: location.id, add: [channelId] } })
  await updateStoresWorkflow(container).run({
    input: { selector: { id: store.id }, update: { default_region_id: region.id, default_location_id: location.id } },
  })

  const set = await fulfillment.createFulfillmentSets({
    name: "Shipping",
    type: "shipping",
    service_zones: [{ name: "Default", geo_zones: [{ type: "country" as const, country_code: COUNTRY }] }],
  })
  await link.create({
    [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
    [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
  })
  await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: "Standard",
        price_type: "flat",
        provider_id: "manual_manual",
        service_zone_id: set.service_zones[0].id,
        shipping_profile_id: profile.id,
        type: { label: "Standard", description: "Standard delivery", code: "standard" },
        prices: [{ currency_code: CURRENCY, amount: 5 }],
        rules: [
          { attribute: "enabled_in_store", value: "true", operator: "eq" },
          { attribute: "is_return", value: "false", operator: "eq" },
        ],
      },
    ],
  })

  await createProductsWorkflow(container).run({
    input: {
      products: SAMPLES.map(({ sku, title, price, description, picture }) => ({
        title,
        handle: sku.toLowerCase(),
        description,
        status: ProductStatus.PUBLISHED,
        thumbnail: `${ORIGIN}/static/${picture}.svg`,
        images: [{ url: `${ORIGIN}/static/${picture}.svg` }],
        shipping_profile_id: profile.id,
        sales_channels: [{ id: channelId }],
        options: [{ title: "Size", values: ["One size"] }],
        variants: [
          {
            title: "One size",
            sku,
            manage_inventory: true,
            options: { Size: "One size" },
            prices: [{ currency_code: CURRENCY, amount: price }],
          },
        ],
      })),
    },
  })
  const { data: items } = await query.graph({ entity: "inventory_item", fields: ["id"] })
  await createInventoryLevelsWorkflow(container).run({
    input: {
      inventory_levels: items.map(({ id }) => ({ inventory_item_id: id, location_id: location.id, stocked_quantity: 1000 })),
    },
  })
}
