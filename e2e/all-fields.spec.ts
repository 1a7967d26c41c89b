import type { Page } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import { expect, test } from './fixtures/gateway.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const region = (page: Page, name: string) => page.getByRole('region', { name })
const review = (page: Page) => page.getByRole('button', { name: 'Review' })
const apply = (page: Page) => page.getByRole('button', { name: /^Apply/ })

async function openEdit(page: Page, sandbox: SandboxControl) {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  await expect(region(page, 'GPUs')).toBeVisible()
  return cvms.centralKms
}

async function patchesOf(sandbox: SandboxControl, cvmId: string) {
  const { requests } = await sandbox.inside(cvmId)
  return requests
    .filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/cvms/${cvmId}`))
    .map(({ body }) => body as Record<string, unknown>)
}

const file = (text: string) => ({ name: 'file', mimeType: 'text/plain', buffer: Buffer.from(text) })

test('one update changes every kind of field: the server gets exactly that body, and what can be read back is compared', async ({
  page,
  sandbox,
}) => {
  test.slow()
  const cvmId = await openEdit(page, sandbox)
  const compose = 'services:\n  web:\n    image: nginx:1.27.4\n    environment:\n      TOKEN: ${TOKEN}\n'
  const script = '#!/bin/sh\necho "ready"\n'

  await page.getByRole('textbox', { name: /vCPU$/ }).fill('8')
  await page.getByRole('textbox', { name: /Memory$/ }).fill('16')
  await page.getByRole('textbox', { name: /Disk$/ }).fill('80')
  await page.getByLabel('Upload Compose file').setInputFiles(file(compose))
  await page.getByLabel('Upload Pre-launch script').setInputFiles(file(script))

  const environment = region(page, 'Environment')
  await environment.getByRole('switch', { name: /Change the environment/ }).click()
  for (const group of await environment
    .getByRole('group')
    .filter({ has: page.getByRole('radio', { name: 'Remove' }) })
    .all()) {
    await group.getByRole('radio', { name: 'Remove' }).click()
  }
  await environment.getByRole('button', { name: 'Paste .env text' }).click()
  const paste = page.getByRole('dialog', { name: 'Paste .env text' })
  await paste.getByRole('textbox', { name: '.env text' }).fill('TOKEN=canary-51c0')
  await paste.getByRole('button', { name: /^Add/ }).click()
  await expect(paste).toBeHidden()

  await page.getByRole('switch', { name: 'Public logs' }).click()
  await page.getByRole('switch', { name: 'Public system information' }).click()
  await page.getByRole('switch', { name: 'Public TCB information' }).click()
  await page.getByRole('combobox', { name: 'OS image' }).selectOption('dstack-0.5.6')

  const gpus = region(page, 'GPUs')
  await expect(gpus).toContainText('No GPU is attached.')
  await gpus.getByRole('button', { name: 'Change GPUs' }).click()
  await gpus.getByRole('textbox', { name: 'Slot of GPU 1' }).fill('0000:1a:00.0')
  await gpus.getByRole('textbox', { name: /^Product id/ }).fill('0x2335')
  await gpus.getByRole('button', { name: 'Add a GPU' }).click()
  await gpus.getByRole('textbox', { name: 'Slot of GPU 2' }).fill('0000:1b:00.0')

  const advanced = region(page, 'Advanced')
  await advanced.getByRole('button', { name: 'Replace the user config' }).click()
  await expect(advanced.getByRole('textbox', { name: /User config$/ })).toBeFocused()
  await page.keyboard.insertText('{"hostname":"shop-1"}')
  await advanced.getByRole('radio', { name: 'No limit' }).check()
  await advanced.getByRole('switch', { name: 'Allow force stop' }).click()
  await expectNoAxeViolations(page)
  await expectNoSidewaysScrolling(page)

  await review(page).click()
  const happens = region(page, 'What happens')
  await expect(happens).toContainText('Shutdown timeout: no limit')
  await expect(happens).toContainText('Force stop: allowed')
  await expect(happens).toContainText('Applies to this update only')
  await apply(page).click()
  await expect(page.getByText('Done. The operation completed.')).toBeVisible({ timeout: 30_000 })

  expect(await patchesOf(sandbox, cvmId)).toEqual([
    {
      vcpu: 8,
      memory: 16 * 1024,
      disk_size: 80,
      docker_compose_file: compose,
      pre_launch_script: script,
      allowed_envs: ['TOKEN'],
      encrypted_env: expect.stringMatching(/^[0-9a-f]+$/),
      public_logs: false,
      public_sysinfo: false,
      public_tcbinfo: false,
      image: 'dstack-0.5.6',
      gpus: { gpus: [{ slot: '0000:1a:00.0', product_id: '0x2335' }, { slot: '0000:1b:00.0' }], attach_mode: 'listed' },
      user_config: '{"hostname":"shop-1"}',
      shutdown_timeout: null,
      allow_force_stop: true,
    },
  ])
  expect((await sandbox.inside(cvmId)).env).toEqual([{ key: 'TOKEN', value: 'canary-51c0' }])

  const found = region(page, 'Requested and verified')
  const result = (field: string) => found.getByRole('row').filter({ has: page.getByRole('rowheader', { name: field }) })
  for (const field of ['vCPU', 'Memory', 'Disk', 'Compose file', 'Pre-launch script', 'Logs', 'OS image']) {
    await expect(result(field).getByText('the same')).toBeVisible()
  }
  await expect(result('GPUs')).toContainText('same number')
  await expect(result('User config')).toContainText('same parts')
  await page.setViewportSize({ width: 320, height: 800 })
  await expectNoSidewaysScrolling(page)
  // Options of the update cannot be read back, so nothing is claimed about them.
  await expect(found).not.toContainText('Shutdown timeout')
  await expect(found).not.toContainText('Force stop')
  await expectNoAxeViolations(page)
})

test('options alone are nothing to send, and survive a reload together with a change', async ({ page, sandbox }) => {
  const cvmId = await openEdit(page, sandbox)
  const advanced = region(page, 'Advanced')
  await advanced.getByRole('radio', { name: 'A limit' }).check()
  await advanced.getByRole('textbox', { name: 'Longest wait' }).fill('5')
  await expect(advanced.getByRole('textbox', { name: 'Longest wait' })).toHaveAccessibleDescription(/between 10 and 1200/)
  await advanced.getByRole('textbox', { name: 'Longest wait' }).fill('90')
  await expect(page.getByText('No changes')).toBeVisible()
  // A page that still moves takes the button from under the pointer.
  await expect(async () => {
    await page.mouse.move(0, 0)
    await review(page).hover()
    await expect(page.getByText('Shutdown timeout and force stop are only sent with another change', { exact: false })).toBeVisible({
      timeout: 2_000,
    })
  }).toPass()

  await page.getByRole('textbox', { name: /vCPU$/ }).fill('6')
  await review(page).click()
  await expect(region(page, 'What happens')).toContainText('Shutdown timeout: 90 s')
  await page.reload()
  await expect(region(page, 'What happens')).toContainText('Shutdown timeout: 90 s')
  await apply(page).click()
  await expect(page.getByText('Done. The server holds what you asked for.')).toBeVisible({ timeout: 30_000 })
  expect(await patchesOf(sandbox, cvmId)).toEqual([{ vcpu: 6, shutdown_timeout: 90 }])

  // The next update begins without them.
  await page.goto(`/cvms/${cvmId}/edit`)
  await expect(advanced.getByRole('radio', { name: 'Don’t change' })).toBeChecked()
})

test('GPUs that were only counted are never sent, and undo leaves them out again', async ({ page, sandbox }) => {
  await signedIn(page, sandbox)
  await page.goto('/cvms/llm-gateway/edit')
  const gpus = region(page, 'GPUs')
  await expect(gpus).toContainText('1 GPU attached.')
  await gpus.getByRole('button', { name: 'Change GPUs' }).click()
  await gpus.getByRole('radio', { name: 'All GPUs of the node' }).check()
  await expect(page.getByText('1 change')).toBeVisible()
  await gpus.getByRole('button', { name: /^Undo/ }).click()
  await expect(page.getByText('No changes')).toBeVisible()
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('8')
  await review(page).click()
  await expect(region(page, 'Request')).toContainText('"vcpu": 8')
  await expect(region(page, 'Request')).not.toContainText('gpus')
})

test('a refusal of one of these fields leads to it', async ({ page, sandbox }) => {
  const cvmId = await openEdit(page, sandbox)
  const refusal = (field: (string | number)[], msg: string) => ({ loc: ['body', ...field], msg, type: 'value_error', input: null })
  await sandbox.faults([
    {
      method: 'PATCH',
      path: '/api/v1/cvms/{id}',
      then: {
        status: 422,
        body: { detail: [refusal(['shutdown_timeout'], 'Too long for this plan'), refusal(['gpus', 'gpus', 0, 'slot'], 'No such slot')] },
      },
    },
  ])
  const gpus = region(page, 'GPUs')
  await gpus.getByRole('button', { name: 'Change GPUs' }).click()
  await gpus.getByRole('textbox', { name: 'Slot of GPU 1' }).fill('0000:1a:00.0')
  await region(page, 'Advanced').getByRole('radio', { name: 'A limit' }).check()
  await review(page).click()
  await apply(page).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Too long for this plan')
  await expect(alert).toContainText('No such slot')
  await alert.getByRole('link', { name: /Shutdown timeout/ }).click()
  await expect(page).toHaveURL(new RegExp(`/cvms/${cvmId}/edit`))
  const seconds = region(page, 'Advanced').getByRole('textbox', { name: 'Longest wait' })
  await expect(seconds).toBeFocused()
  await expect(seconds).toHaveAccessibleDescription(/Too long for this plan/)
  await expect(gpus).toContainText('No such slot')
  // Editing a refused value takes its message away.
  await seconds.fill('30')
  await expect(seconds).not.toHaveAccessibleDescription(/Too long/)
})
