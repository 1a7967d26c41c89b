/** A server that answers every request with the same two KiB of JSON, in a process of its own: `node bench/upstream-process.mjs` prints its port. */
import { createServer } from 'node:http'

const body = JSON.stringify({ items: Array.from({ length: 20 }, (_, at) => ({ id: `cvm_${at}`, name: 'n'.repeat(70) })) })
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
const server = createServer((asked, answer) => {
  asked.resume()
  answer.writeHead(200, headers).end(body)
})
server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)))
