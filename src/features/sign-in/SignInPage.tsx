import { ChevronRight, ExternalLink } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { signIn } from '@/api/account.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { KeyForm } from './KeyForm.tsx'
import { signInProblem } from './sign-in-problem.ts'

/** Hardly anybody sees it. */
const WithoutHttps = lazy(() => import('./WithoutHttps.tsx'))

interface SignInPageProps {
  config: RuntimeConfig
  onSignedIn: () => Promise<void>
}

/** One field, where to get what goes into it, and where it is kept. In sandbox mode one press is enough. */
export function SignInPage({ config, onSignedIn }: SignInPageProps) {
  const isSandbox = config.mode === 'sandbox'
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <header>
        <p className="mb-5 flex items-center gap-3 font-semibold">
          <img src="/icon.svg" alt="" className="size-9" />
          CVM console
        </p>
        <h1 tabIndex={-1} className="text-28 font-semibold tracking-tight focus:outline-none">
          Sign in
        </h1>
        <p className="mt-1 text-13 text-muted">
          See, edit and approve changes to confidential virtual machines on{' '}
          {isSandbox ? (
            'a sandbox that runs on this server'
          ) : (
            <span translate="no" className="font-mono text-text">
              {config.upstream}
            </span>
          )}
          .
        </p>
      </header>

      <Suspense>{window.isSecureContext ? <Keys config={config} onSignedIn={onSignedIn} /> : <WithoutHttps />}</Suspense>

      <details className="text-13">
        <summary className="w-fit rounded-sm font-medium text-muted hover:text-text">Where is my key kept?</summary>
        <div className="mt-2 space-y-2 pl-3.5 text-muted">
          <p>
            The key is sent once to this console’s own server, which checks it and encrypts it into a session cookie. Scripts of this page
            can never read that cookie, so the key is in no storage, no address and no log.
          </p>
          <p>
            The server adds the key to your requests to {config.upstream} and stores it nowhere. Signing out deletes the cookie; it ends by
            itself after 12 hours.
          </p>
        </div>
      </details>
    </main>
  )
}

function Keys({ config, onSignedIn }: SignInPageProps) {
  const isSandbox = config.mode === 'sandbox'
  const samples = config.sampleKeys ?? []
  return (
    <>
      {samples.length > 0 ? <SampleKeys samples={samples} onSignedIn={onSignedIn} /> : null}

      <div className="rounded border border-line bg-raised p-5">
        <KeyForm
          onKey={async (apiKey) => {
            await signIn(apiKey)
            await onSignedIn()
          }}
          hint={
            isSandbox ? (
              'Use a sandbox key here, not a real one.'
            ) : (
              <>
                Create one in the Phala Cloud dashboard, under API Tokens.{' '}
                <a
                  href="https://cloud.phala.com"
                  rel="noreferrer"
                  target="_blank"
                  className="inline-flex items-center gap-1 font-medium text-accent underline underline-offset-2"
                >
                  cloud.phala.com
                  <ExternalLink aria-hidden className="size-3" />
                  <span className="sr-only">(opens a new tab)</span>
                </a>
              </>
            )
          }
        />
      </div>
    </>
  )
}

interface SampleKeysProps {
  samples: NonNullable<RuntimeConfig['sampleKeys']>
  onSignedIn: () => Promise<void>
}

function SampleKeys({ samples, onSignedIn }: SampleKeysProps) {
  const [busyWith, setBusyWith] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function explore({ label, key }: SampleKeysProps['samples'][number]) {
    if (busyWith !== null) return
    setBusyWith(label)
    setProblem(null)
    try {
      await signIn(key)
      await onSignedIn()
    } catch (error) {
      setProblem(signInProblem(error))
    } finally {
      setBusyWith(null)
    }
  }

  return (
    <section aria-labelledby="explore" className="rounded border border-line bg-raised">
      <div className="px-5 pt-4 pb-3">
        <h2 id="explore" className="text-13 font-semibold">
          Explore with sample data
        </h2>
        <p className="text-12 text-muted">
          A sample fleet, a local chain and a wallet to sign with. Nothing here is real or costs anything.
        </p>
      </div>
      {problem ? (
        <p role="alert" className="px-5 pb-3 text-12 text-stop">
          {problem}
        </p>
      ) : null}
      <ul className="border-t border-line">
        {samples.map((sample) => (
          <li key={sample.label} className="border-b border-line last:border-b-0">
            <button
              type="button"
              aria-disabled={busyWith !== null || undefined}
              onClick={() => void explore(sample)}
              className="flex min-h-11 w-full items-center justify-between gap-3 px-5 py-2 text-left text-13 font-medium hover:bg-hover focus-visible:outline-offset-[-2px]"
            >
              <span>
                {sample.label}
                <span className="block text-12 font-normal text-muted">{sample.about}</span>
              </span>
              {busyWith === sample.label ? <Spinner /> : <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
