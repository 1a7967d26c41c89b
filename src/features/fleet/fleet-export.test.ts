import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { fleetCsv, fleetJson, gapsOf, gapTexts } from './fleet-export.ts'

const cvms = [sampleCvm({ id: 'cvm_1', name: '=HYPERLINK("x")', instanceId: null }), sampleCvm({ id: 'cvm_2', name: 'plain, "quoted"' })]

test('a spreadsheet gets one line for each CVM, and no formula of anybody', () => {
  const lines = fleetCsv(cvms)
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/^"id","name","status",/)
  expect(lines[1]).toMatch(/^"cvm_1","'=HYPERLINK\(""x""\)",/)
  expect(lines[2]).toMatch(/^"cvm_2","plain, ""quoted""",/)
})

const readAt = Date.parse('2026-03-01T12:00:00Z')
const fleet = { cvms, total: 2, isPartial: false, unreadable: 0 }
const whole = gapsOf({ fleet, shown: 2, readAt, hasFailed: false })

test('JSON holds the same, with null for what is not reported, and says that nothing is missing', () => {
  const file = JSON.parse(fleetJson(cvms, whole)) as { cvms: Record<string, unknown>[] }
  const records = file.cvms
  expect(records.map(({ id }) => id)).toEqual(['cvm_1', 'cvm_2'])
  expect(records[0]).toMatchObject({ instance_id: null, vcpu: cvms[0]!.resources.vcpu, compose_hash: cvms[0]!.composeHash })
  expect(Object.keys(records[0]!).join()).toBe(
    'id,name,status,in_progress,app_id,instance_id,vm_uuid,compose_hash,kms_type,chain_id,vcpu,memory_gb,disk_gb,os_image,node,region,device_id,workspace,created_at',
  )
  expect(file).toMatchObject({
    read_at: '2026-03-01T12:00:00.000Z',
    refresh_failed_since: false,
    total: 2,
    missing: { not_loaded: 0, unreadable: 0, hidden_by_filters: 0 },
  })
  expect(gapTexts(whole, new Date(readAt))).toEqual([])
})

test('a file that lacks CVMs or is old says so, and a person hears it before they export', () => {
  const gaps = gapsOf({ fleet: { cvms, total: 1_200, isPartial: true, unreadable: 3 }, shown: 1, readAt, hasFailed: true })
  expect(JSON.parse(fleetJson(cvms.slice(0, 1), gaps))).toMatchObject({
    refresh_failed_since: true,
    total: 1_200,
    missing: { not_loaded: 1_195, unreadable: 3, hidden_by_filters: 1 },
  })
  expect(gapTexts(gaps, new Date(readAt + 5 * 60_000))).toEqual([
    '1,195 of 1,200 CVMs could not be loaded and are missing.',
    '3 of 1,200 CVMs could not be read and are missing.',
    'The list is from 5 min ago; it could not be refreshed.',
  ])
})
