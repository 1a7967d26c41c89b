/**
 * No folder of src, gateway or sandbox holds more than 20 files besides tests: a longer list is not read, it is searched.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const mostFiles = 20

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
export function folderProblems(rooms) {
  const counts = new Map(rooms.flatMap((room) => [...fileCounts(room)]))
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(([folder, count]) => `${folder} has ${count} files besides tests; ${mostFiles} is the most. Split it by what its files are about.`)
}
