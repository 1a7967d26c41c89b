import { composeFileSnippets } from '@/updates/plan/compose-file-snippets.ts'
import { SnippetForms } from '@/ui/code/SnippetForms.tsx'
import { Card } from '@/ui/layout/Card.tsx'

/** The two requests of a manifest that is sent whole, to read or to send without this console. */
export const ComposeFileRequest = ({ cvmId, keys }: { cvmId: string; keys: object }) => (
  <Card title="Requests">
    <SnippetForms label="Requests" snippets={composeFileSnippets(cvmId, keys)}>
      Two steps: the manifest is given whole, then named by its hash.
    </SnippetForms>
  </Card>
)
