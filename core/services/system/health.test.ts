// What is said of the disks of ours.
import { expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { createHealth } from './health.ts'

test('a disk that is full and one that does not answer are told apart, with what lies on them', () => {
  const { db, close } = openDatabase(':memory:')
  using _closing = { [Symbol.dispose]: close }
  const never = () => {
    throw new Error('No device is asked')
  }
  const health = createHealth({ db, reports: { last: never }, sessions: { state: never, listens: never } })
  const full = { mount: '/data', purpose: 'database, pictures', filesystem: 'ext4', network: false }
  const found = health.read([], {
    volumes: [{ ...full, total: 100, used: 96, free: 4 }],
    silent: ['recordings', 'backups'],
  })
  expect(found.problems).toMatchObject([
    { kind: 'disk', text: 'The disk for database, pictures is nearly full', detail: '4.0%' },
    { kind: 'disk-away', text: 'The disk for recordings, backups does not answer', detail: 'recordings, backups' },
  ])
  expect(found.services.find(({ name }) => name === 'disk')?.healthy).toBe(false)
  expect(health.read([], { volumes: [], silent: [] }).problems).toEqual([])
})
