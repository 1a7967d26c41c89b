import { Notice } from '@/ui/feedback/Notice.tsx'

/** Browsers keep the session cookie over https and on localhost alone, so here a key would be given away for nothing. */
export default function WithoutHttps() {
  return (
    <Notice tone="caution" title="Signing in cannot work here without https">
      This page came over plain http. Your key would cross the network for everybody on it to read, and the browser would not keep you
      signed in: it accepts the session cookie over https and on localhost only. Open the console over https, or on the computer that it
      runs on.
    </Notice>
  )
}
