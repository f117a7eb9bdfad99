// What a person is told of an error while a data folder is opened, and which errors are none of the folder's.
import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inWords } from './obstacles.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'porchlight-obstacles-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const failed = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: refused`), path === undefined ? { code } : { code, path })

test('a file of the folder that is refused is told with its name and who may give it back', () => {
  const file = join(data, 'pictures', '1.jpg')
  expect((inWords(failed('EACCES', file), data) as Error).message).toMatch(
    new RegExp(`^${file} cannot be written by user \\d+.* sudo chown -R \\d+:\\d+ ${data}\\.$`),
  )
})

test('what is refused elsewhere, such as a port, a program or another disk, keeps its own words', () => {
  for (const error of [
    failed('EACCES'),
    failed('EACCES', '/usr/bin/ffmpeg'),
    failed('EACCES', `${data}-of-others/file`),
    failed('ENOSPC', '/media/stick/house.porchlight-backup'),
    failed('EADDRINUSE'),
    new Error('enough'),
  ])
    expect(inWords(error, data)).toBe(error)
})

test('a database that can grow no more is told as a disk that is full, with what is free', () => {
  const sqlite = new Database(join(data, 'porchlight.db'), { create: true })
  sqlite.run('create table films (name text)')
  sqlite.run('PRAGMA max_page_count=2')
  const told = () => {
    try {
      sqlite.run('insert into films values (?)', ['x'.repeat(100_000)])
      return ''
    } catch (error) {
      return (inWords(error, data) as Error).message
    }
  }
  expect(told()).toMatch(/^There is no room in .*: [\d.]+ MB are free\. Make room, then start again\.$/)
  sqlite.close()
})
