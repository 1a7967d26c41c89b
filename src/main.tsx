import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@/app/theme.css'
import { ApiError } from '@/api/api-error.ts'
import { App } from '@/app/App.tsx'
import { isMissingPart, reloadOnceForMissingPart, watchMissingParts } from '@/app/missing-chunk.ts'
import { loadFirstPage } from '@/app/router.ts'
import { applyKeptFont } from '@/app/shell/own-font.ts'
import { applyStoredTheme } from '@/app/shell/theme-choice.ts'
import { surviveTranslators } from '@/app/translated-text.ts'

applyStoredTheme()
applyKeptFont()
watchMissingParts()
const root = document.getElementById('root')! // index.html has it
surviveTranslators(document.body)

const react = createRoot(root, {
  // What the API refused and what could not be loaded is said on the page; anything else that a boundary caught is a defect and belongs in the browser's console too.
  onCaughtError: (error) => {
    if (!(error instanceof ApiError) && !isMissingPart(error)) reportError(error)
  },
  // Not even the page that says so could be loaded.
  onUncaughtError: (error) => {
    reloadOnceForMissingPart(error)
    reportError(error)
  },
})

// A task of its own: reading in this code took one already, and between them the browser can paint.
setTimeout(() => {
  loadFirstPage()
  react.render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
})
