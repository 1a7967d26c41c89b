import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@/app/theme.css'
import { App } from '@/app/App.tsx'
import { reloadOnceForMissingChunk } from '@/app/missing-chunk.ts'
import { applyStoredTheme } from '@/app/theme-choice.ts'

applyStoredTheme()
reloadOnceForMissingChunk()

createRoot(document.getElementById('root')!).render(
  // index.html has it
  <StrictMode>
    <App />
  </StrictMode>,
)
