import type { ErrorComponentProps } from '@tanstack/react-router'
import { RouteError } from './RouteError.tsx'

/** Before there is a frame to stand in, such as when the console's own server does not say who is signed in. */
export const FramelessError = (props: ErrorComponentProps) => (
  <main>
    <RouteError {...props} />
  </main>
)
