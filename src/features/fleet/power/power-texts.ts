import { counted } from '@/lib/counted.ts'
import { Play, Power, RotateCw, Zap } from 'lucide-react'
import type { PowerAction } from '@/maintenance/power/power-action.ts'
import type { Icon } from '@/ui/layout/icon.ts'

interface PowerText {
  /** As in "Restart 3 CVMs". */
  label: string
  /** As in "Restarting 3 CVMs", and of a row that was accepted. */
  doing: string
  /** As in "A restart of 3 CVMs". */
  noun: string
  /** What it does to the CVMs, before it is done. */
  does: string
  icon: Icon
  /** What may damage data is red. */
  isHarsh?: boolean
}

export const powerTexts: Record<PowerAction, PowerText> = {
  start: {
    label: 'Start',
    doing: 'Starting',
    noun: 'start',
    does: 'Each CVM boots with its stored configuration. Its endpoints answer again once the containers are up.',
    icon: Play,
  },
  restart: {
    label: 'Restart',
    doing: 'Restarting',
    noun: 'restart',
    does: 'Containers are asked to stop, then each CVM boots again with the same configuration. Its endpoints do not answer meanwhile. Disks keep their data; whatever is only in memory is lost.',
    icon: RotateCw,
  },
  shutdown: {
    label: 'Shut down',
    doing: 'Shutting down',
    noun: 'shutdown',
    does: 'Containers are asked to stop, then each CVM powers off. Disks keep their data. Endpoints do not answer until somebody starts the CVMs again.',
    icon: Power,
  },
  stop: {
    label: 'Stop',
    doing: 'Stopping',
    noun: 'stop',
    does: 'Power is cut immediately. Containers cannot finish what they are writing, so files may be damaged. Endpoints do not answer until somebody starts the CVMs again.',
    icon: Zap,
    isHarsh: true,
  },
}

export const cvmCount = (count: number) => counted(count, 'CVM')
