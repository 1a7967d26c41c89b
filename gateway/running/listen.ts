import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SettingsError } from '../settings.ts'

/**
 * Starts a server and resolves with its port, which for 0 is the one that the system chose.
 * @param variable the setting that the port is from
 * @throws SettingsError where the port is in use, which names the setting
 */
export async function listen(server: Server, { host, port }: { host: string; port: number }, variable: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `Port ${port} is in use. Set ${variable} to another one, or to 0 for any free one.`
      reject(error.code === 'EADDRINUSE' ? new SettingsError(inUse) : error)
    })
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}
