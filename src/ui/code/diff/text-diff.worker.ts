import { answerInWorker } from '@/lib/worker-client.ts'
import { diffTexts } from './text-diff.ts'

answerInWorker(diffTexts)
