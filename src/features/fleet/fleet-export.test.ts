import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { fleetCsv, fleetJson } from './fleet-export.ts'

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

test('JSON holds the same, with null for what is not reported', () => {
  const records = JSON.parse(fleetJson(cvms)) as Record<string, unknown>[]
  expect(records.map(({ id }) => id)).toEqual(['cvm_1', 'cvm_2'])
  expect(records[0]).toMatchObject({ instance_id: null, vcpu: cvms[0]!.resources.vcpu, compose_hash: cvms[0]!.composeHash })
  expect(Object.keys(records[0]!).join()).toBe(
    'id,name,status,in_progress,app_id,instance_id,vm_uuid,compose_hash,kms_type,chain_id,vcpu,memory_gb,disk_gb,os_image,node,region,device_id,workspace,created_at',
  )
})
