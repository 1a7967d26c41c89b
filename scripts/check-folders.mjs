/**
 * No folder of src, gateway or sandbox holds more than 20 files besides tests: a longer list is not read, it is searched. Allowances are for
 * folders that still wait to be split; one that is no longer needed fails too.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const mostFiles = 20

/** Folder → how many files it may still have. Empty it; add nothing. */
const allowances = {
  'src/app': 22,
  'src/domain': 26,
  'src/features/cvm-details': 31,
  'src/features/cvm-edit': 24,
  'src/features/hash-registration': 48,
  'src/features/instance-ids': 31,
  'src/features/update-review': 32,
  'src/ui': 68,
  'src/updates': 45,
}

const isTest = (name) => /\.test\.tsx?$/.test(name)

function fileCounts(folder, counts = new Map()) {
  let files = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) fileCounts(join(folder, entry.name), counts)
    else if (!isTest(entry.name)) files += 1
  }
  return counts.set(folder.replaceAll('\\', '/'), files)
}

/** What is wrong with the sizes of the folders below `rooms`, one sentence each; empty when nothing is. */
export function folderProblems(rooms, allowed = allowances) {
  const counts = new Map(rooms.flatMap((room) => [...fileCounts(room)]))
  const tooMany = [...counts].flatMap(([folder, count]) => {
    const most = Math.max(mostFiles, allowed[folder] ?? 0)
    return count > most ? [`${folder} has ${count} files besides tests; ${most} is the most. Split it by what its files are about.`] : []
  })
  const stale = Object.keys(allowed)
    .filter((folder) => (counts.get(folder) ?? 0) <= mostFiles)
    .map((folder) => `${folder} needs its allowance no longer. Take it out of scripts/check-folders.mjs.`)
  return [...tooMany, ...stale]
}
