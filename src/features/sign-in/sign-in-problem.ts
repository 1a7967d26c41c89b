import { ApiError } from '@/api/api-error.ts'

/** Why a key did not lead in, and what to do, in one or two sentences. */
export function signInProblem(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Load it again, then try once more.'
  switch (error.kind) {
    case 'signed-out':
      return 'This key was not accepted. Check that you copied all of it and that it was not revoked, then paste it again.'
    case 'refused':
    case 'invalid':
      return 'This does not look like an API key. Paste the key alone, without quotes or other text.'
    case 'unreachable':
      return 'This console’s own server does not answer. Check your connection, then sign in again; the key is still in the field.'
    case 'intercepted':
      return 'Something between this console and Phala Cloud answered in its place, so the key was not checked. A network’s sign-in page or a proxy may be in the way; the key is still in the field.'
    case 'too-many-requests':
      return 'Too many attempts at once. Wait a moment, then sign in again; the key is still in the field.'
    default:
      return `The key could not be checked, because Phala Cloud did not answer as expected (status ${error.status}). Sign in again in a moment; the key is still in the field.`
  }
}
