// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { Steps } from '@/ui/feedback/Steps.tsx'
import { ProofMissing } from './ProofMissing.tsx'
import { type ProofComponent, type ProofProps, useProveStep } from './use-prove-step.tsx'

afterEach(cleanup)

const cvm = sampleCvm({ status: 'running' })

function Course({ correlationId, proof }: { correlationId: string; proof: ProofComponent }) {
  const prove = useProveStep(cvm, { state: { step: 'done', correlationId, outcomes: [] }, operation: null }, proof)
  return <Steps steps={[{ id: 'prove', label: 'Prove', state: prove!.state, detail: prove!.detail }]} />
}

const step = () => screen.getByText('Prove', { exact: false, selector: 'p' }).textContent

/** A proof whose verdict is what the test presses. */
const Pressed = ({ onVerdict, correlationId }: ProofProps) => (
  <>
    proof of {correlationId}
    {(['holds', 'fails', 'unknown', null] as const).map((verdict) => (
      <button key={verdict} type="button" onClick={() => onVerdict(verdict)}>
        {String(verdict)}
      </button>
    ))}
  </>
)

test('the verdict on one update says nothing of the next', async () => {
  const { rerender } = render(<Course correlationId="first" proof={Pressed} />)
  expect(step()).toBe('Prove, running')
  await userEvent.click(screen.getByRole('button', { name: 'holds' }))
  expect(step()).toBe('Prove, done')

  rerender(<Course correlationId="second" proof={Pressed} />)
  expect(step()).toBe('Prove, running')
  await userEvent.click(screen.getByRole('button', { name: 'fails' }))
  expect(step()).toBe('Prove, failed')
})

test('what cannot be told is over and not waited for, and looking again starts it anew', async () => {
  render(<Course correlationId="first" proof={Pressed} />)
  await userEvent.click(screen.getByRole('button', { name: 'unknown' }))
  expect(step()).toBe('Prove, not certain')
  expect(screen.getByRole('listitem').getAttribute('aria-current')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'null' }))
  expect(step()).toBe('Prove, running')
})

test('a proof whose code cannot be loaded ends the step until somebody tries again', async () => {
  let isThere = false
  const Part: ProofComponent = (props) =>
    isThere ? <Pressed {...props} /> : <ProofMissing onVerdict={props.onVerdict} onRetry={() => (isThere = true)} />
  const { rerender } = render(<Course correlationId="first" proof={Part} />)
  expect(step()).toBe('Prove, not certain')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  rerender(<Course correlationId="first" proof={Part} />)
  expect(step()).toBe('Prove, running')
})
