const names: Record<string, string> = {
  resize: 'Resources changed',
  compose_update: 'Configuration updated',
  redeploy: 'Earlier revision put back',
  power_on: 'Started',
  power_off: 'Stopped',
  start: 'Started',
  stop: 'Stopped',
  shutdown: 'Shut down',
  restart: 'Restarted',
  reboot: 'Restarted',
  create: 'Created',
}

const running: Record<string, string> = {
  resize: 'Changing resources',
  compose_update: 'Applying the new configuration',
  redeploy: 'Putting an earlier revision back',
  power_on: 'Starting',
  power_off: 'Stopping',
  start: 'Starting',
  stop: 'Stopping',
  shutdown: 'Shutting down',
  restart: 'Restarting',
  reboot: 'Restarting',
  create: 'Creating',
}

/** The API's word for a kind of operation with its underscores gone, for kinds that this console has no words for. */
const asReported = (type: string) => type.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())

/** What an operation did, or is doing. */
export const operationWords = ({ type, status }: { type: string | null; status: string }) =>
  type === null ? 'An operation whose kind is not reported' : ((status === 'completed' ? names[type] : running[type]) ?? asReported(type))
