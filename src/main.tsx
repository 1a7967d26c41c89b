import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@/app/theme.css'
import { ApiError } from '@/api/api-error.ts'
import { App } from '@/app/App.tsx'
import { reloadOnceForMissingChunk } from '@/app/missing-chunk.ts'
import { applyStoredTheme } from '@/app/shell/theme-choice.ts'
import { surviveTranslators } from '@/app/translated-text.ts'

applyStoredTheme()
reloadOnceForMissingChunk()

const root = document.getElementById('root')! // index.html has it
surviveTranslators(document.body)

createRoot(root, {
  // What the API refused is said on the page; anything else that a boundary caught is a defect and belongs in the browser's console too.
  onCaughtError: (error) => {
    if (!(error instanceof ApiError)) reportError(error)
  },
}).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
