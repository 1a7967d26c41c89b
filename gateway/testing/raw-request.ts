import { connect } from 'node:net'

export interface RawAnswer {
  /** 0 where the connection was closed without an answer. */
  status: number
  text: string
}

/** Writes bytes to a port and reads what comes back, until it is whole or the connection ends. */
export function rawRequest(port: number, bytes: Buffer): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1')
    const done = () => {
      socket.destroy()
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1] ?? 0), text: received })
    }
    socket.setEncoding('latin1')
    socket.on('connect', () => socket.write(bytes))
    socket.on('data', (chunk: string) => {
      received += chunk
      const end = received.indexOf('\r\n\r\n')
      const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1]
      if (end >= 0 && length !== undefined && received.length >= end + 4 + Number(length)) done()
    })
    socket.on('error', () => {}) // closed on us, which is an answer as well
    socket.on('close', done)
  })
}
