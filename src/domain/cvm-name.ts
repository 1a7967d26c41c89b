/** Why a text cannot be the name of a CVM, or null. The rules are the API's. */
export function cvmNameProblem(name: string): string | null {
  if (name.length < 5 || name.length > 63) return `A name has 5 to 63 characters; this one has ${name.length}.`
  if (!/^[a-zA-Z]/.test(name)) return 'A name begins with a letter.'
  const odd = /[^a-zA-Z0-9-]/u.exec(name)?.[0]
  if (odd !== undefined) return `A name has letters, digits and hyphens only, not “${odd}”.`
  return name.includes('--') ? 'Two hyphens must not follow each other.' : null
}
