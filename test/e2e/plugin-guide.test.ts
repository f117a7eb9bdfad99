// The guide to plugins, put together as it is printed: its driver passes the suite, its types are right, and an appliance runs with it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Plugin } from '#plugin'
import { createTestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { blocksOf, runIn, saidIn } from '../examples.ts'
import { read, root } from '../tree.ts'

setDefaultTimeout(120_000)

const guide = await read('docs/guide/plugins.md')
/** Each piece of the guide that belongs into a file, in order: the whole file, or what changes in it. */
const pieces = [...guide.matchAll(/^`([\w./-]+)`:\n\n```(ts|diff)\n([\s\S]*?)```/gm)].map(
  ([, path = '', form = '', text = '']) => ({ path, form, text }),
)

let around: string
beforeAll(() => {
  around = mkdtempSync(join(tmpdir(), 'porchlight-plugin-guide-'))
})
afterAll(() => rmSync(around, { recursive: true, force: true }))

/** The text with what a diff says; what it changes must be there once. */
function changed(text: string, diff: string): string {
  let now = text
  for (const hunk of diff.split(/^@@\n/m)) {
    const lines = hunk.split('\n').filter(Boolean)
    const side = (mark: string) => lines.filter((line) => !line.startsWith(mark)).map((line) => `${line.slice(1)}\n`)
    const [before, after] = [side('+').join(''), side('-').join('')]
    expect([before, now.split(before).length]).toEqual([before, 2])
    now = now.replace(before, () => after)
  }
  return now
}

/** A tree like ours, in which a reader has done what these pieces say. */
function treeWith(name: string, done: typeof pieces): string {
  const tree = join(around, name)
  const plugins = readdirSync(join(root, 'plugins')).map((one) => `plugins/${one}`)
  for (const path of ['core', 'node_modules', 'test/rtsp-source', ...plugins]) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    symlinkSync(join(root, path), join(tree, path))
  }
  for (const path of ['package.json', 'bunfig.toml', 'main.ts'])
    writeFileSync(join(tree, path), readFileSync(join(root, path)))
  for (const { path, form, text } of done) {
    const file = join(tree, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, form === 'ts' ? text : changed(readFileSync(file, 'utf8'), text))
  }
  return tree
}

test('every piece of code belongs into a file, but for the commands', () => {
  const code = ['ts', 'diff'].flatMap((language) => blocksOf(guide, language))
  expect(code.length).toBe(pieces.length)
  expect(blocksOf(guide, 'sh')).toEqual(['npm test -- lantern\n', expect.stringContaining('"lantern"')])
})

test('the driver passes the suite of all drivers, at first and when it is done', async () => {
  const first = pieces.findIndex(({ form, path }) => form === 'diff' && path.startsWith('plugins/'))
  for (const tree of [treeWith('first', pieces.slice(0, first)), treeWith('done', pieces)]) {
    const suite = [process.execPath, 'test', '--timeout', '60000', 'test/lantern.test.ts']
    const { code, complaint } = await runIn(tree, suite)
    expect([code, complaint]).toEqual([0, expect.stringMatching(/ 0 fail/)])
  }
})

test('its types are right', async () => {
  const tree = treeWith('types', pieces)
  const include = ['plugins/lantern', 'plugins/glance', 'test/lantern.test.ts']
  writeFileSync(join(tree, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), include }))
  const { code, said } = await runIn(tree, [join(root, 'node_modules/.bin/tsc'), '-p', '.'])
  expect([said, code]).toEqual(['', 0])
})

test('an appliance with it shows the camera, takes its picture, hears its alarm, and answers the display', async () => {
  const tree = treeWith('run', pieces)
  const { lantern }: { lantern: Plugin } = await import(join(tree, 'plugins/lantern/index.ts'))
  const { glance }: { glance: Plugin } = await import(join(tree, 'plugins/glance/index.ts'))
  const { startLantern } = await import(join(tree, 'plugins/lantern/simulator/index.ts'))
  await using camera = await startLantern('ann', 'a-long-password')
  await using app = await createTestApp([lantern, glance])
  const key = (await app.ask('POST', '/api/keys', { name: 'Guide' })).body.data.key
  const command = (blocksOf(guide, 'sh')[1] ?? '')
    .replace('http://porchlight.lan:8000', app.url)
    // Its streams are where its pages are, but for their port, which is any that was free.
    .replace('"192.168.1.70"', `"127.0.0.1:${camera.port}","ip_nvr":"127.0.0.1:${camera.rtspPort}"`)
  await saidIn(app.folder, ['sh', '-ec', command], { KEY: key, PASSWORD: 'a-long-password' })
  const [channel] = await until('the lens is there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === 1 && body
  })
  expect(channel).toMatchObject({ name: 'Lens', can: { live: true, snapshot: true, alarms: ['motion'] } })
  expect((await app.ask('GET', '/api/devices/1')).body).toMatchObject({ device_name: 'Porch', model: 'L1' })
  expect((await app.ask('GET', `/api/channels/${channel.id}/snapshot`)).status).toBe(200)
  const alarm = await until('it is told', async () => {
    camera.tell('motion', true)
    return (await app.ask('GET', '/api/user/alarm')).body.items[0]
  })
  expect(alarm).toMatchObject({ kind: 'motion', channel_name: 'Lens' })
  const live = await app.ask('GET', `/api/device/1/channel/${channel.id}/live`)
  expect(await (await fetch(app.url + live.body.hls_url)).text()).toStartWith('#EXTM3U')
  const shown = await app.ask('GET', '/api/glance')
  expect([shown.status, shown.text]).toEqual([200, '+ Lens'])
  expect((await app.ask('GET', '/api/glance', undefined, null)).status).toBe(401)
})
