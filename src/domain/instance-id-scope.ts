/** CVMs that another page hands to the Instance IDs page: what was ticked in the fleet table, or what its filter shows. */
export interface OfferedScope {
  kind: 'selection' | 'filter'
  cvmIds: readonly string[]
}

let offered: OfferedScope | null = null

/** Call before going to the Instance IDs page. Lives in this tab only; a list of ids does not belong into an address. */
export function offerInstanceIdScope(scope: OfferedScope | null) {
  offered = scope
}

export const offeredInstanceIdScope = (): OfferedScope | null => offered
