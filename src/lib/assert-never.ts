/** Marks a branch that the type system says cannot be reached; a new member of a union without a branch does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
