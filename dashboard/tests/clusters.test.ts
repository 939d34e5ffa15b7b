import { expect, test } from "vitest"
import { storesOf, usesOfCluster } from "../src/views/clusters/room"

const asked = { cpu_millicores: 3000, memory_bytes: 2 ** 30, volumes: 4 }

test("what plans ask for is shown of what there is, also where it is more", () => {
  const allocatable = { cpu_millicores: 2000, memory_bytes: 4 * 2 ** 30, volumes: null }
  const [cpu, memory, ...rest] = usesOfCluster({ allocatable, asked })

  expect(cpu).toEqual({ name: "Processor", words: "3 of 2 cores asked for", share: 1, message: "" })
  expect(memory).toEqual({ name: "Memory", words: "1 of 4 GiB asked for", share: 0.25, message: "" })
  expect(rest).toEqual([]) // volumes are not limited
})

test("a cluster that was not seen has no bars", () => {
  expect(usesOfCluster({ allocatable: null, asked })).toEqual([])
})

test("a cluster says how many stores it has, and of how many that something is up", () => {
  expect(storesOf({})).toBe("0 stores")
  expect(storesOf({ ready: 1 })).toBe("1 store")
  expect(storesOf({ ready: 2, failed: 1 })).toBe("3 stores, 1 of them not ready")
})
