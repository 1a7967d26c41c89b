/** Hebrew, Arabic and their like, and the marks that change a text's direction. */
const turnsRound = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/
const ownIsolates = /[\u2066-\u2069]/g

/** A name within a sentence that is no element, such as a label: it cannot turn round what stands beside it. */
export const isolated = (name: string): string => (turnsRound.test(name) ? `\u2068${name.replace(ownIsolates, '')}\u2069` : name)
