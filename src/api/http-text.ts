import { isPageOfOthers } from './api-error.ts'
import type { PageEndpoint } from './endpoints.ts'
import { ask, type Options, refusal, sendInKnownVersion } from './http.ts'

/** A request whose answer is plain text that may come bit by bit. Its body is the caller's to read. Throws as `requestJson` does. */
export async function requestTextBody<Route extends PageEndpoint<'text' | 'json or text'>>(
  route: Route,
  ...[options = {}]: Options<Route>
): Promise<Response> {
  const asked = ask(route, options)
  const { response } = await sendInKnownVersion(asked, { ...options, headers: { Accept: 'text/plain, */*', ...options.headers } })
  if (!response.ok || isPageOfOthers(response)) throw await refusal(asked, response)
  asked.end(response)
  return response
}

/** A request whose answer is plain text, such as a stored file. */
export const requestText = async <Route extends PageEndpoint<'text' | 'json or text'>>(route: Route, ...options: Options<Route>) =>
  (await requestTextBody(route, ...options)).text()
