import { useEffect, useRef, useState } from 'react'
import type { ComposeHash } from '@/domain/identifiers.ts'
import { type Change, type ChangeFileProblem, mostFileBytes, readChangeFile } from '@/updates/handover/change-file.ts'
import { unpackChange } from '@/updates/handover/packed-change.ts'

export type ReadChange = { change: Change; beforeHash: ComposeHash } | { problem: ChangeFileProblem }

export interface GivenChange {
  /** What is shown: the file that was opened, else what the link brought. `null` while there is nothing, or it is being read. */
  read: ReadChange | null
  /** Where that came from, as it is named on the screen. */
  source: 'file' | 'link'
  open: (file: File) => Promise<void>
  /** Puts the file away; `null` where none is open. */
  close: (() => void) | null
  /** What came in the link, or the file that is open, leads to another hash than the one that is asked for; `null` while the link's is read. */
  isContradicted: boolean | null
  /** The link itself brought it. */
  isLinkContradicted: boolean
}

const contradicts = (read: ReadChange | null) => read !== null && 'problem' in read && read.problem === 'other-hash'

/**
 * What someone says that a hash stands for: `packed` as the approval link brought it, or a file. It is hashed here, so a forged new version
 * cannot pass, and what contradicts the hash is known before anything is signed.
 */
export function useGivenChange(composeHash: ComposeHash, packed: string | null): GivenChange {
  const [fromFile, setFromFile] = useState<ReadChange | null>(null)
  const latest = useRef<File | null>(null)
  const fromLink = useUnpacked(composeHash, packed)

  async function open(file: File) {
    latest.current = file
    const text = file.size > mostFileBytes ? null : await file.text().catch(() => null)
    const found: ReadChange = text === null ? { problem: 'unknown-file' } : await readChangeFile(text, composeHash)
    // Another one was chosen meanwhile, or this one put away.
    if (latest.current === file) setFromFile(found)
  }
  function close() {
    latest.current = null
    setFromFile(null)
  }

  const isLinkContradicted = contradicts(fromLink)
  const isBeingRead = packed !== null && fromLink === null
  return {
    read: fromFile ?? fromLink,
    source: fromFile ? 'file' : 'link',
    open,
    close: fromFile ? close : null,
    isContradicted: isLinkContradicted || contradicts(fromFile) || (isBeingRead ? null : false),
    isLinkContradicted,
  }
}

function useUnpacked(composeHash: ComposeHash, packed: string | null): ReadChange | null {
  const [unpacked, setUnpacked] = useState<ReadChange | null>(null)
  useEffect(() => {
    if (packed === null) return undefined
    let isGone = false
    void unpackChange(packed, composeHash).then((read) => (isGone ? null : setUnpacked(read)))
    return () => {
      isGone = true
    }
  }, [packed, composeHash])
  return unpacked
}
