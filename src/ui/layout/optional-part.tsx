import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { afterPaint } from './after-paint.ts'
import { PartMissing } from '@/ui/feedback/PartMissing.tsx'

interface OptionalPartOptions<Props> {
  /** As it begins a sentence: "The choice of columns". */
  name: string
  /** While it loads. */
  waiting?: ReactNode | ((props: Props) => ReactNode)
  /** Asked for only once what is shown beside it has been painted. */
  afterPaint?: boolean
  /** Instead of the words that it could not be loaded. */
  missing?: (props: Props, retry: () => void) => ReactNode
}

/**
 * A part of a page that loads when it is first shown, and that the page can do without: when it cannot be loaded, or fails, there are words in
 * its place and a way to try again.
 */
export function optionalPart<Props extends object>(load: () => Promise<ComponentType<Props>>, options: OptionalPartOptions<Props>) {
  const {
    name,
    waiting = null,
    afterPaint: isAfterPaint = false,
    missing = (_, retry) => <PartMissing name={name} onRetry={retry} />,
  } = options
  const attempt = () =>
    lazy(async () => {
      if (isAfterPaint) await new Promise<void>((resolve) => void afterPaint(resolve))
      return { default: await load() }
    })
  // What failed once would fail for everybody who shows it later, so the next attempt is theirs as well.
  let latest = attempt()
  return function OptionalPart(props: Props) {
    const [{ Part, attempts }, setShown] = useState({ Part: latest, attempts: 0 })
    const retry = () => {
      latest = attempt()
      setShown({ Part: latest, attempts: attempts + 1 })
    }
    return (
      <PartBoundary key={attempts} onRetry={retry} whenMissing={() => missing(props, retryAll)}>
        <Suspense fallback={typeof waiting === 'function' ? waiting(props) : waiting}>
          <Part {...props} />
        </Suspense>
      </PartBoundary>
    )
  }
}

/** What could not be loaded is often several parts at once, of one file: one press tries all of them. */
const again = 'try-parts-again'
const retryAll = () => void dispatchEvent(new Event(again))

interface PartBoundaryProps {
  onRetry: () => void
  whenMissing: () => ReactNode
  children: ReactNode
}

class PartBoundary extends Component<PartBoundaryProps, { isMissing: boolean }> {
  override state = { isMissing: false }
  static getDerivedStateFromError = () => ({ isMissing: true })
  #retry = () => this.props.onRetry()
  override componentDidCatch() {
    addEventListener(again, this.#retry)
  }
  override componentWillUnmount() {
    removeEventListener(again, this.#retry)
  }
  override render() {
    return this.state.isMissing ? this.props.whenMissing() : this.props.children
  }
}
