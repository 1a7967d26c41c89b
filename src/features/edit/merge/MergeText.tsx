import { counted } from '@/lib/counted.ts'
import { useEffect, useMemo, useState } from 'react'
import { fields } from '@/updates/fields/fields.ts'
import { type MergeChoice, mergedText, mergeTexts, openPieces } from '@/updates/plan/merge-text.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { DiffView } from '@/ui/code/diff/DiffView.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { MergedBy, UnmergedText } from '@/features/edit/use-edit-form.ts'
import { OpenPieceChoice } from './OpenPieceChoice.tsx'

interface MergeTextProps {
  unmerged: UnmergedText
  /** `mine` is what was in the form until now. */
  onMerged: (text: UnmergedText, merged: string, by: MergedBy) => void
}

/**
 * Brings the server's changes of a text into the edited one. What does not touch is merged at once; where both changed the same lines, each
 * piece is decided here, and the form keeps its text until all are.
 */
export function MergeText({ unmerged, onMerged }: MergeTextProps) {
  const { field, before, mine, theirs } = unmerged
  const { label } = fields[field]
  const pieces = useMemo(() => mergeTexts({ before, mine, theirs }), [before, mine, theirs])
  const open = openPieces(pieces)
  const [choices, setChoices] = useState<ReadonlyMap<string, MergeChoice>>(new Map())
  const [showsPreview, setShowsPreview] = useState(false)
  const merged = mergedText(pieces, choices)
  const decided = open.filter(({ id }) => choices.has(id)).length
  const isClean = open.length === 0
  useEffect(() => {
    if (isClean && merged !== null) onMerged(unmerged, merged, 'itself')
    // oxlint-disable-next-line react/exhaustive-deps -- once for each text that nothing is open in
  }, [isClean, merged])

  if (isClean) return null
  const decideAll = (choice: MergeChoice) => setChoices(new Map(open.map(({ id }) => [id, choice])))
  const left = open.length - decided
  return (
    <Notice
      tone="caution"
      title={`${label}: somebody else changed lines that you edited too.`}
      isAnnounced
      actions={
        <>
          <Button
            variant="primary"
            size="sm"
            disabledReason={merged === null ? `${counted(left, 'piece')} ${left === 1 ? 'is' : 'are'} undecided.` : null}
            onClick={() => merged !== null && onMerged(unmerged, merged, 'person')}
          >
            Put the merged text into the form
          </Button>
          <Button size="sm" variant="quiet" aria-expanded={showsPreview} onClick={() => setShowsPreview(!showsPreview)}>
            {showsPreview ? 'Hide what your text would become' : 'Show what your text would become'}
          </Button>
        </>
      }
    >
      <p>
        {counted(open.length, 'piece')} {open.length === 1 ? 'has' : 'have'} to be decided before anything can be reviewed; {decided} of{' '}
        {open.length} decided. Other changes are merged automatically.
      </p>
      {open.length > 1 ? (
        <p className="flex flex-wrap gap-2 py-1">
          <Button size="sm" onClick={() => decideAll('mine')}>
            Mine everywhere
          </Button>
          <Button size="sm" onClick={() => decideAll('theirs')}>
            Theirs everywhere
          </Button>
        </p>
      ) : null}
      <ol className="space-y-3 pt-1">
        {open.map((piece, at) => (
          <li key={piece.id}>
            <OpenPieceChoice
              label={`${label}, piece ${at + 1} of ${open.length}`}
              piece={piece}
              choice={choices.get(piece.id) ?? null}
              onChoose={(choice) => setChoices(new Map(choices).set(piece.id, choice))}
            />
          </li>
        ))}
      </ol>
      {showsPreview ? (
        <div className="pt-2">
          <DiffView
            label={`${label}: yours, and merged${left > 0 ? ' (undecided pieces as you have them)' : ''}`}
            before={mine}
            after={mergedText(pieces, choices, 'mine') ?? mine}
          />
        </div>
      ) : null}
    </Notice>
  )
}
