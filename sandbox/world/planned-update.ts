import { manifestOf } from './compose-storage.ts'
import type { PlannedUpdate, SandboxCvm } from './world.ts'

/** Writes a plan into the CVM. The environment goes through the whitelist of the file that is in force afterwards. */
export function applyPlan(cvm: SandboxCvm, plan: PlannedUpdate) {
  if (plan.compose) cvm.compose = plan.compose
  if (plan.userConfig !== undefined) cvm.userConfig = plan.userConfig
  if (plan.vcpu !== undefined) cvm.vcpu = plan.vcpu
  if (plan.memoryMb !== undefined) cvm.memoryMb = plan.memoryMb
  if (plan.diskGb !== undefined) cvm.diskGb = plan.diskGb
  if (plan.gpus) cvm.gpus = plan.gpus
  if (plan.image) cvm.image = plan.image
  if (plan.env) {
    const allowed = allowedEnvNames(cvm)
    cvm.env = plan.env.entries.filter(({ key }) => allowed.includes(key))
    cvm.ignoredEnvNames = plan.env.entries.flatMap(({ key }) => (allowed.includes(key) ? [] : [key]))
    cvm.envError = plan.env.error
  }
}

export function allowedEnvNames(cvm: SandboxCvm): string[] {
  const names = manifestOf(cvm.compose).allowed_envs
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
