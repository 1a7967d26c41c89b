import type { Page, Request } from '@playwright/test'
import { expectNoAxeViolations } from './fixtures/accessibility.ts'
import type { SandboxControl } from './fixtures/sandbox-control.ts'
import { expectNoSidewaysScrolling, signedIn } from './fixtures/signed-in.ts'
import { expect, test } from './wallet/wallet-test.ts'

test.use({ world: { fleetSize: 8, applySeconds: 1 } })

const section = (page: Page) => page.getByRole('region', { name: 'Environment' })
const change = (page: Page) => section(page).getByRole('switch', { name: /Change the environment/ })
const review = (page: Page) => page.getByRole('button', { name: 'Review' })
const apply = (page: Page) => page.getByRole('button', { name: /^Apply/ })
const valueOf = (page: Page, name: string) => section(page).getByRole('textbox', { name: `Value of ${name}` })
const decision = (page: Page, name: string, choice: 'New value' | 'Remove') =>
  section(page).getByRole('group', { name }).getByRole('radio', { name: choice })

async function openEditor(page: Page, sandbox: SandboxControl, which: 'centralKms' | 'onchainEoa') {
  const { cvms } = await signedIn(page, sandbox)
  const cvmId = cvms[which]
  const { env } = await sandbox.inside(cvmId)
  await page.goto(`/cvms/${cvmId}/edit`)
  await change(page).click()
  await expect(section(page).getByRole('list', { name: 'Variables' }).getByRole('listitem')).toHaveCount(env.length)
  return { cvmId, names: env.map(({ key }) => key) }
}

async function giveValue(page: Page, name: string, value: string) {
  await decision(page, name, 'New value').click()
  await valueOf(page, name).fill(value)
}

async function paste(page: Page, text: string) {
  await section(page).getByRole('button', { name: 'Paste .env text' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste .env text' })
  await dialog.getByRole('textbox', { name: '.env text' }).fill(text)
  return dialog
}

async function untilDone(page: Page) {
  await expect(page.getByText('The update is done.').first()).toBeVisible({ timeout: 30_000 })
}

const envOf = async (sandbox: SandboxControl, cvmId: string) =>
  Object.fromEntries((await sandbox.inside(cvmId)).env.map(({ key, value }) => [key, value]))

const patchesOf = async (sandbox: SandboxControl, cvmId: string) =>
  (await sandbox.inside(cvmId)).requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body as Record<string, unknown>)

/** Everywhere a secret could have got to: what left the browser, and what is left in it. */
function watchForLeaks(page: Page) {
  const requests: string[] = []
  const seen: string[] = []
  const read = (request: Request) => requests.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? '')
  page.on('request', read)
  page.on('console', (message) => seen.push(message.text()))
  page.on('framenavigated', (frame) => seen.push(frame.url()))
  return async () => {
    const inPage = await page.evaluate(() => [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      JSON.stringify(history.state),
      location.href,
      document.documentElement.outerHTML,
      ...Array.from(document.querySelectorAll('input, textarea'), (field) => (field as HTMLInputElement).value),
    ])
    return { requests: requests.join('\n'), page: [...seen, ...inPage].join('\n') }
  }
}

test('one pasted name of five cannot be applied before the other four are decided, and then the CVM has exactly the entered set', async ({
  page,
  sandbox,
}) => {
  const canary = 'canary-7f3e91c2'
  const { cvmId, names } = await openEditor(page, sandbox, 'centralKms')
  expect(names).toHaveLength(5)
  const everything = watchForLeaks(page)

  const dialog = await paste(page, `# from the vault\nexport ${names[1]}="first"\n${names[1]}='${canary}'\nno value here\n`)
  await expect(dialog.getByText('Line 4: This line is not NAME=value.')).toBeVisible()
  await expect(dialog.getByRole('listitem').filter({ hasText: names[1]! })).toContainText('Duplicate; last value used')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: 'Add 1 value' }).click()
  await expect(dialog).toBeHidden()
  await expect(section(page).getByText('4 undecided')).toBeVisible()

  // Each press leads to the next name that keeps the set from being sent.
  const others = names.filter((name) => name !== names[1])
  for (const [index, name] of others.entries()) {
    await expect(review(page)).toHaveAttribute('aria-disabled', 'true')
    await review(page).press('Enter')
    await expect(decision(page, name, 'New value')).toBeFocused()
    if (index === 0) await decision(page, name, 'Remove').click()
    else await giveValue(page, name, `${canary}-${index}`)
  }
  await expect(section(page).getByText('4 new values')).toBeVisible()
  await expect(section(page).getByText('1 removed')).toBeVisible()
  // Entered values are nowhere in the page's text or attributes, even before they are sent.
  expect(await page.content()).not.toContain(canary)

  await review(page).click()
  const card = page.getByRole('region', { name: 'Environment' })
  await expect(card).toContainText('New value· 4')
  await expect(card).toContainText('Removed· 1')
  await expect(card).toContainText('Encrypted in this browser for the key')
  await expect(page.getByRole('region', { name: 'Request' })).toContainText('$ENCRYPTED_ENV')
  await expectNoAxeViolations(page)
  await apply(page).click()
  await untilDone(page)

  const [removed, ...kept] = others
  expect(await envOf(sandbox, cvmId)).toEqual({
    [names[1]!]: canary,
    ...Object.fromEntries(kept.map((name, index) => [name, `${canary}-${index + 1}`])),
  })
  const [sent] = await patchesOf(sandbox, cvmId)
  expect(Object.keys(sent!).sort()).toEqual(['allowed_envs', 'encrypted_env'])
  expect(sent!['allowed_envs']).toEqual(names.filter((name) => name !== removed))

  const { requests, page: left } = await everything()
  expect(requests).toContain(String(sent!['encrypted_env']))
  expect(left).toContain(cvmId)
  expect(requests).not.toContain(canary)
  expect(left).not.toContain(canary)
  expect(left).not.toContain(String(sent!['encrypted_env']))
  expect(JSON.stringify((await sandbox.inside(cvmId)).requests)).not.toContain(canary)
})

test('under a contract new values alone need no signature, and are encrypted for the key that the key server signed', async ({
  page,
  sandbox,
}) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'onchainEoa')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  for (const name of names) await giveValue(page, name, `new ${name}`)
  await expect(page.getByText('no signature', { exact: false }).first()).toBeVisible()
  await review(page).click()
  await expect(page.getByText('Key server kms-sandbox signed it', { exact: false })).toBeVisible()
  expect(asked.filter((path) => /^\/api\/v1\/kms\/kms-sandbox\/pubkey\/[0-9a-f]{40}$/.test(path))).not.toEqual([])
  await page.getByRole('button', { name: 'Apply and restart' }).click()
  await untilDone(page)
  await expect(page.getByText('Nobody but the CVM can read them, so they are not compared.', { exact: false })).toBeVisible()
  expect(await envOf(sandbox, cvmId)).toEqual(Object.fromEntries(names.map((name) => [name, `new ${name}`])))
  expect((await patchesOf(sandbox, cvmId)).map((body) => Object.keys(body))).toEqual([['encrypted_env']])
})

test('under a contract an added name needs a signature, names and values go along, and the trace of it holds every fact and no secret', async ({
  page,
  sandbox,
  wallet,
}) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'onchainEoa')
  const secret = (name: string) => `canary of ${name}`
  for (const name of names) await giveValue(page, name, secret(name))
  await section(page).getByRole('button', { name: 'Add a variable' }).click()
  const name = section(page).getByRole('textbox', { name: 'Name of the new variable' })
  await expect(name).toBeFocused()
  await name.fill('1BAD')
  await expect(section(page).getByText('does not begin with a digit', { exact: false })).toBeVisible()
  await name.fill('FEATURE_FLAGS')
  await valueOf(page, 'FEATURE_FLAGS').fill(secret('FEATURE_FLAGS'))
  await expect(page.getByText('1 on-chain signature').first()).toBeVisible()
  await review(page).click()
  await page.getByRole('button', { name: 'Apply: ask for a signature' }).click()
  await expect(page.getByText('The app contract has to allow the new compose hash.').first()).toBeVisible()
  const [sent] = await patchesOf(sandbox, cvmId)
  expect(sent).toEqual({ allowed_envs: [...names, 'FEATURE_FLAGS'], encrypted_env: expect.stringMatching(/^[0-9a-f]+$/) })

  const sign = page.getByRole('main').getByRole('button', { name: 'Sign' })
  await expect(sign).not.toHaveAttribute('aria-disabled', 'true')
  await sign.click()
  const signingDialog = page.getByRole('dialog', { name: 'Sign to allow this compose hash' })
  await signingDialog.getByRole('button', { name: 'MetaMask' }).click()
  await signingDialog.getByRole('button', { name: 'Sign' }).click()
  await untilDone(page)
  const withAdded = [...names, 'FEATURE_FLAGS']
  expect(await envOf(sandbox, cvmId)).toEqual(Object.fromEntries(withAdded.map((key) => [key, secret(key)])))

  const [transaction] = wallet.sent
  const { composeHash } = await sandbox.inside(cvmId)
  const trace = page.getByRole('region', { name: 'Trace' })
  const time = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/
  const expected: Record<string, string | RegExp> = {
    'Update sent': time,
    'Hash requested': `0x${composeHash}`,
    'Asked at': time,
    'App id': transaction!.to!.slice(2).toLowerCase(),
    'App contract': transaction!.to!.toLowerCase(),
    Chain: 'Sandbox chain (31337)',
    'Wallet asked': time,
    'Sent from': transaction!.from,
    'Sent at': time,
    Transaction: transaction!.hash,
    Block: /^\d+ at \d{4}-\d{2}-\d{2}T/,
    'Hash in the event': `0x${composeHash}`,
    'Hash confirmed': `0x${composeHash}`,
    'Correlation id': /\S/,
    Ended: time,
  }
  await expect(trace).not.toContainText('not yet')
  const shown = Object.fromEntries(
    await trace.locator('dl > div').evaluateAll((rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent))),
  ) as Record<string, string>
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await trace.getByRole('button', { name: 'Copy trace' }).click()
  await expect(trace.getByText('Copied')).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  for (const [term, value] of Object.entries(expected)) {
    expect(shown[term], term).toMatch(value)
    expect(copied).toContain(`${term}: ${shown[term]}`)
  }
  const { keys } = await sandbox.info()
  for (const hidden of [keys.owner, 'canary', ...withAdded]) expect(copied).not.toContain(hidden)
})

test('a key that another key server signed stops the update before anything is sent', async ({ page, sandbox }) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'onchainEoa')
  for (const name of names) await giveValue(page, name, 'x')
  await sandbox.faults([
    { method: 'GET', path: '/api/v1/kms/kms-sandbox/pubkey/{id}', times: 5, then: { patchBody: { public_key: '11'.repeat(32) } } },
  ])
  await review(page).click()
  await expect(page.getByText('The environment cannot be encrypted.').first()).toBeVisible()
  await apply(page).click()
  await expect(page.getByText('somebody other than this CVM’s key server', { exact: false }).first()).toBeVisible()
  expect(await patchesOf(sandbox, cvmId)).toEqual([])
})

test('a reload keeps the decisions and none of the values; going back from the review keeps both', async ({ page, sandbox }) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'centralKms')
  const [first, ...others] = names
  await decision(page, first!, 'Remove').click()
  for (const name of others) await giveValue(page, name, `kept ${name}`)
  await review(page).click()
  await expect(apply(page)).toBeVisible()
  await page.getByRole('link', { name: 'Back' }).click()
  await expect(valueOf(page, others[0]!)).toHaveValue(`kept ${others[0]}`)
  await review(page).click()
  await expect(apply(page)).not.toHaveAttribute('aria-disabled', 'true')

  await page.reload()
  await expect(page.getByText('Values have to be entered again.').first()).toBeVisible()
  await expect(apply(page)).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('link', { name: 'Enter the values' }).click()
  await expect(decision(page, first!, 'Remove')).toBeChecked()
  await expect(valueOf(page, others[0]!)).toBeFocused()
  await expect(valueOf(page, others[0]!)).toHaveValue('')
  for (const name of others) await valueOf(page, name).fill('again')
  await review(page).click()
  await apply(page).click()
  await untilDone(page)
  expect(await envOf(sandbox, cvmId)).toEqual(Object.fromEntries(others.map((name) => [name, 'again'])))
})

test('leaving for another page forgets the values and says so first', async ({ page, sandbox }) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'centralKms')
  await giveValue(page, names[0]!, 'gone soon')
  await page.getByRole('link', { name: 'Back to the CVM' }).click()
  await expect(page.getByRole('dialog')).toContainText('never stored')
  await page.getByRole('button', { name: 'Leave, keep the edits' }).click()
  await expect(page).toHaveURL(new RegExp(`/cvms/${cvmId}$`))
  await expect(page.getByRole('heading', { level: 1, name: 'storefront-api' })).toBeVisible()
  await page.goBack()
  await expect(page.getByText('Values have to be entered again.')).toBeVisible()
  await expect(valueOf(page, names[0]!)).toHaveValue('')
})

test('left out, the environment is in no request', async ({ page, sandbox }) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'centralKms')
  await giveValue(page, names[0]!, 'never sent')
  await change(page).click()
  await page.getByRole('textbox', { name: /vCPU$/ }).fill('8')
  await review(page).click()
  await apply(page).click()
  await untilDone(page)
  expect(await patchesOf(sandbox, cvmId)).toEqual([{ vcpu: 8 }])
})

test('a value of several lines and an empty one arrive as they were entered, by keyboard alone', async ({ page, sandbox }) => {
  const { cvmId, names } = await openEditor(page, sandbox, 'onchainEoa')
  const [first, second] = names
  await decision(page, first!, 'New value').focus()
  await page.keyboard.press('Space')
  await valueOf(page, first!).focus()
  await page.keyboard.type('-----BEGIN KEY-----')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('abc')
  await decision(page, second!, 'New value').focus()
  await page.keyboard.press('Space')
  await section(page)
    .getByRole('button', { name: `Use an empty value for ${second}` })
    .press('Enter')
  await expect(section(page).getByText('Empty: the program reads an empty string.')).toBeVisible()
  // In a value of one line, Enter goes on as in any other field.
  await valueOf(page, second!).press('Enter')
  await apply(page).press('Enter')
  await untilDone(page)
  expect(await envOf(sandbox, cvmId)).toEqual({ [first!]: '-----BEGIN KEY-----\nabc', [second!]: '' })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 720 } })

  test('the set fits, in both themes and without barriers', async ({ page, sandbox }) => {
    const { names } = await openEditor(page, sandbox, 'centralKms')
    await giveValue(page, names[0]!, 'x')
    await decision(page, names[1]!, 'Remove').click()
    await section(page).getByRole('button', { name: 'Add a variable' }).click()
    await expect(section(page).getByText(`The compose file uses \${${names[1]}}`, { exact: false })).toBeVisible()
    await expectNoSidewaysScrolling(page)
    await expectNoAxeViolations(page)
    await section(page)
      .getByRole('button', { name: new RegExp(`^Add it.*${names[1]}`) })
      .click()
    await expect(decision(page, names[1]!, 'New value')).toBeChecked()
    await expect(valueOf(page, names[1]!)).toBeFocused()
  })
})

test('a secret in plain text moves from the compose file to the environment, where only the CVM reads it', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  const text = 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      DB_PASSWORD: canary-moved-secret\n'
  await page.getByLabel('Upload Compose file').setInputFiles({ name: 'compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Move DB_PASSWORD to the environment' }).click()
  await expect(editor).toContainText('DB_PASSWORD: "${DB_PASSWORD}"')
  await expect(change(page)).toBeChecked()
  await expect(valueOf(page, 'DB_PASSWORD')).toHaveValue('canary-moved-secret')
})

test('a key that is pasted without quotes is one value, and no part of it becomes a name', async ({ page, sandbox }) => {
  await openEditor(page, sandbox, 'centralKms')
  const part = 'c2VjcmV0dG9rZW4='
  const dialog = await paste(page, `TLS_KEY=-----BEGIN PRIVATE KEY-----\n${part}\n-----END PRIVATE KEY-----\nPLAIN=1\n\nLAST=2\n${part}\n`)
  await expect(dialog.getByText('Line 2', { exact: false })).toBeHidden()
  await expect(dialog.getByText('Line 1: A key or certificate without quotes, up to line 3', { exact: false })).toBeVisible()
  await expect(dialog.getByText('Line 7: What comes before the = looks like part of a secret', { exact: false })).toBeVisible()
  const offered = dialog.getByRole('list', { name: 'What would be added' })
  await expect(offered.getByRole('listitem')).toHaveText([/TLS_KEY/, /PLAIN/, /LAST/])
  await expect(offered.getByRole('checkbox', { name: 'PLAIN' })).toBeChecked()
  await expect(offered.getByRole('checkbox', { name: 'LAST' })).not.toBeChecked()
  await expect(offered).not.toContainText(part.slice(0, 8))
  await expectNoAxeViolations(page)
})

test('a secret whose name means something else already is not moved before somebody has chosen', async ({ page, sandbox }) => {
  const { cvms } = await signedIn(page, sandbox)
  await page.goto(`/cvms/${cvms.centralKms}/edit`)
  const editor = page.getByRole('textbox', { name: 'Compose file' })
  await expect(editor).toHaveAttribute('contenteditable', 'true')
  const text =
    'services:\n  web:\n    image: nginx:1.27\n    command: "${DB_PASSWORD}"\n    environment:\n      DB_PASSWORD: canary-moved-secret\n'
  await page.getByLabel('Upload Compose file').setInputFiles({ name: 'compose.yml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Move DB_PASSWORD to the environment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move DB_PASSWORD under which name?' })
  await expect(dialog).toContainText('Nothing was changed.')
  await expectNoAxeViolations(page)
  await dialog.getByRole('textbox', { name: 'Name in the environment' }).fill('OWN_PASSWORD')
  await dialog.getByRole('button', { name: 'Move it' }).click()
  await expect(dialog).toBeHidden()
  await expect(editor).toContainText('DB_PASSWORD: "${OWN_PASSWORD}"')
  await expect(valueOf(page, 'OWN_PASSWORD')).toHaveValue('canary-moved-secret')
})
