import * as z from 'zod/mini'

/** Text whatever the address bar made of it: `?q=42` arrives as a number. */
const text = z.catch(z.optional(z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String))), undefined)

/** What may need somebody stands first, in the rows as well as in what is offered to filter by. */
export const stateGroups = ['failed', 'changing', 'running', 'stopped', 'other'] as const
export type StateGroup = (typeof stateGroups)[number]

/** What of the fleet is shown, in the address, so that it can be sent to a colleague. */
export const fleetSearchSchema = z.object({
  /** Part of a name, id, app id or instance ID. */
  q: text,
  /** State groups, joined by commas. */
  state: text,
  kms: text,
  os: text,
  node: text,
  /** `missing`: only those without an instance ID. */
  instance: z.catch(z.optional(z.literal('missing')), undefined),
  /** Column id, with a leading `-` for descending. */
  sort: text,
  /** What a person calls this view. */
  view: text,
})

export type FleetSearch = z.output<typeof fleetSearchSchema>

export const chosenStates = (search: FleetSearch): StateGroup[] => {
  const named = search.state?.split(',') ?? []
  return stateGroups.filter((group) => named.includes(group))
}

export const noFilters = {
  q: undefined,
  state: undefined,
  kms: undefined,
  os: undefined,
  node: undefined,
  instance: undefined,
} satisfies Partial<FleetSearch>

export const hasFilters = (search: FleetSearch) => Object.keys(noFilters).some((name) => Boolean(search[name as keyof typeof noFilters]))
