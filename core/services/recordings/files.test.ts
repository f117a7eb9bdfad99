// Removing files of recordings, on disks that let us and on disks that do not.
import { expect, test } from 'bun:test'
import { faultOf } from '../../testing/fault-of.ts'
import { removeFile } from './files.ts'

test('a file on a disk that takes no changes is not removed, and why is said in words', async () => {
  // Nothing below it can be removed, by whomever.
  const fault = await faultOf(() => removeFile('/proc/self', { kind: 'picture', file: 'cmdline' }))
  expect(fault).toMatchObject({ kind: 'not-ready', message: expect.stringContaining('cmdline cannot be removed') })
  expect(await removeFile('/proc/self', { kind: 'picture', file: 'never-there' })).toBe(false)
})
