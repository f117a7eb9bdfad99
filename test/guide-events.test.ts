// What the guide says of events is so: its way of checking a signature takes ours, and no other.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSecret, signed } from '../core/services/webhooks/sign.ts'
import { blocksOf } from './examples.ts'
import { read } from './tree.ts'

type Check = (secret: string, headers: Record<string, string>, body: string) => boolean

test('the signature check of the guide takes what we sign, and nothing that was changed or is old', async () => {
  const [code = ''] = blocksOf(await read('docs/guide/events.md'), 'js')
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-guide-'))
  try {
    await Bun.write(join(folder, 'check.mjs'), code)
    const { isOurs } = (await import(join(folder, 'check.mjs'))) as { isOurs: Check }
    const secret = newSecret()
    const body = '{"type":"test","data":{"name":"Tür"}}'
    const headers = signed(secret, 'message-1', new Date(), body)
    expect(isOurs(secret, headers, body)).toBe(true)
    expect(isOurs(secret, headers, `${body} `)).toBe(false)
    expect(isOurs(newSecret(), headers, body)).toBe(false)
    expect(isOurs(secret, { ...headers, 'webhook-id': 'message-2' }, body)).toBe(false)
    expect(isOurs(secret, signed(secret, 'message-1', new Date(Date.now() - 3_600_000), body), body)).toBe(false)
    expect(isOurs(secret, {}, body)).toBe(false)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
