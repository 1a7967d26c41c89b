export type LifecycleAction = 'start' | 'shutdown' | 'stop' | 'restart' | 'forceRestart'

interface LifecycleWords {
  label: string
  /** The question of the dialog; the CVM's name follows. */
  question: string
  /** What it does, before it is done. */
  does: string[]
  /** Said when the server has accepted it; the CVM's name follows. */
  accepted: string
  /** The state that is shown until the server names one. */
  status: string
}

export const lifecycleWords: Record<LifecycleAction, LifecycleWords> = {
  start: {
    label: 'Start',
    question: 'Start',
    does: ['The CVM boots with its stored configuration. Its endpoints answer again once the containers are up.'],
    accepted: 'Starting',
    status: 'starting',
  },
  restart: {
    label: 'Restart',
    question: 'Restart',
    does: [
      'Containers are asked to stop, then the CVM boots again with the same configuration.',
      'Its endpoints do not answer meanwhile. The disk keeps its data; whatever is only in memory is lost.',
    ],
    accepted: 'Restarting',
    status: 'restarting',
  },
  forceRestart: {
    label: 'Restart by force',
    question: 'Restart by force:',
    does: [
      'The CVM is restarted without waiting for its containers. What they were writing may be damaged; the disk keeps its data.',
      'Choose “Restart” unless the CVM no longer responds.',
    ],
    accepted: 'Restarting',
    status: 'restarting',
  },
  shutdown: {
    label: 'Shut down',
    question: 'Shut down',
    does: [
      'Containers are asked to stop, then the CVM powers off. The disk keeps its data.',
      'Its endpoints do not answer until somebody starts it again.',
    ],
    accepted: 'Shutting down',
    status: 'shutting_down',
  },
  stop: {
    label: 'Stop now',
    question: 'Stop now, without shutting down:',
    does: [
      'Power is cut immediately. Containers cannot finish what they are writing, so files may be damaged.',
      'This also cancels a running operation. Choose “Shut down” unless the CVM no longer responds.',
    ],
    accepted: 'Stopping',
    status: 'stopping',
  },
}
