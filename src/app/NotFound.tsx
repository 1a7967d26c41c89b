import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { buttonClass } from '@/ui/controls/button-class.ts'

/** An address that leads nowhere. A page of its own, without the frame that needs a key. */
export const NotFound = () => (
  <main className="flex flex-col items-center px-6 py-16 text-center">
    <MapPinOff aria-hidden className="mb-3 size-6 text-muted" strokeWidth={1.5} />
    <h1 tabIndex={-1} className="text-20 font-semibold focus:outline-none">
      Page not found
    </h1>
    <p className="mt-1 text-13 text-muted">Nothing is at this address. It may be mistyped, or from an older version of this console.</p>
    <Link to="/cvms" className={`mt-4 ${buttonClass('secondary')}`}>
      Go to the fleet
    </Link>
  </main>
)
