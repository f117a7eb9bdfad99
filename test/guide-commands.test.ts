// How commands are typed and variables are written stands once; every page that names one leads there, and names Porchlight's host alike.
import { expect, test } from 'bun:test'
import { dirname, join, normalize } from 'node:path'
import { ourFiles, read, root } from './tree.ts'

const COMMANDS = 'docs/guide/commands.md'
const SETTINGS = 'docs/settings.md'
/** What people at home read. The plugin guide is for programmers, in a checkout. */
const PAGES = ['README.md', 'docs/scaling.md', ...ourFiles('docs/guide/*.md')].filter(
  (page) => page !== 'docs/guide/plugins.md',
)

const leadsTo = (page: string, text: string, target: string) =>
  [...text.matchAll(/\]\(([^)\s#]+\.md)/g)].some(([, to = '']) => normalize(join(dirname(page), to)) === target)

/** Pages on which `named` occurs and from which nothing leads to `target`. */
async function without(named: RegExp, target: string): Promise<string[]> {
  const lost: string[] = []
  for (const page of PAGES) {
    const text = await read(page)
    if (page !== target && named.test(text) && !leadsTo(page, text, target)) lost.push(page)
  }
  return lost
}

test('the page of commands has each command with its options, as the program prints them', async () => {
  const help = Bun.spawnSync([process.execPath, join(root, 'main.ts'), '--help']).stdout.toString()
  const printed = [...help.matchAll(/^ {2}(\S.*)$/gm)].map(([, usage = '']) => usage)
  const listed = [...(await read(COMMANDS)).matchAll(/^\| `([a-z-]+(?: [^`]*)?)` \| .* \| (?:yes|no|–)/gm)]
  expect(printed).toContain('check [--json]')
  expect(listed.map(([, usage]) => usage ?? '').sort()).toEqual(printed.sort())
})

test('every page that tells to type a command leads to how that is done on a NAS or in Home Assistant', async () => {
  const help = /`(?:porchlight )?(?:reset-password|rotate-key)\b|`porchlight (?:check|backup|restore|dump-device)\b/
  expect(await without(help, COMMANDS)).toEqual([])
})

test('every page that names a variable leads to where it is written', async () => {
  expect(await without(/\bPORCHLIGHT_[A-Z]|`TZ\b/, SETTINGS)).toEqual([])
})

test('every page on installing leads to both', async () => {
  const pages = PAGES.filter((page) => /\/install(-[a-z-]+)?\.md$/.test(page))
  expect(pages.length).toBeGreaterThan(6)
  for (const page of pages) {
    const text = await read(page)
    expect([page, leadsTo(page, text, COMMANDS), leadsTo(page, text, SETTINGS)]).toEqual([page, true, true])
  }
})

test('each way to run Porchlight has its line for commands, and for variables', async () => {
  const [, written = ''] = /### Where a variable is written\n([\s\S]*?)\n## /.exec(await read(SETTINGS)) ?? []
  const typed = await read(COMMANDS)
  for (const way of [
    'docker compose',
    'docker run',
    'on a NAS',
    'under systemd',
    'add-on of Home Assistant',
    'from a checkout',
  ])
    expect([way, written.includes(way), typed.includes(way)]).toEqual([way, true, true])
})

/** One name for the appliance; whose else the others are. */
const HOSTS: Record<string, string> = {
  'porchlight.lan': 'the appliance',
  'cameras.example.org': 'the appliance, seen from the internet',
  'home.example.org': 'somebody’s own name in the internet',
  'app.example': 'a page of somebody’s own',
  'hub.example': 'a hub, as the pages’ own example has it',
  'hub.example.org': 'the same, in the internet',
  'store.example': 'a store for copies',
  'homeassistant.local': 'Home Assistant, as it calls itself',
  'nas.local': 'the machine of a restreamer, as the pages’ own example has it',
  'nvr.lan': 'a recorder',
  mosquitto: 'the broker of compose.yaml',
  user: 'a login of an address, before the broker’s',
}

test('the appliance has one name in all examples', async () => {
  const strange: string[] = []
  for (const page of [...PAGES, SETTINGS, ...ourFiles('docs/api/*.md')]) {
    // What a link leads to is a real place.
    const text = (await read(page)).replace(/\]\(https:[^)]*\)/g, '')
    const addresses = text.matchAll(/\b(?:https?|rtsps?|mqtts?):\/\/([a-z][a-z0-9.-]*[a-z])/g)
    const bare = text.matchAll(/\b([a-z][a-z0-9-]*\.(?:lan|local|home)):\d/g)
    for (const [, host = ''] of [...addresses, ...bare])
      if (!(host in HOSTS) && host !== 'localhost') strange.push(`${page}: ${host}`)
  }
  expect(strange).toEqual([])
})

test('where a reader fills in a name of his own, it is called by one of these', async () => {
  const names = ['<the machine>', '<the NAS>', '<Home Assistant>', '<its address>']
  const strange: string[] = []
  for (const page of PAGES)
    for (const [, name = ''] of (await read(page)).matchAll(/https?:\/\/(<[^>]+>)/g))
      if (!names.includes(name)) strange.push(`${page}: ${name}`)
  expect(strange).toEqual([])
})

test('what stands in front of a command is called as the add-on, the unit and compose.yaml call it', async () => {
  const page = await read(COMMANDS)
  const { slug } = Bun.YAML.parse(await read('packaging/home-assistant/porchlight/config.yaml')) as { slug: string }
  expect(page).toContain(`docker exec -it addon_local_${slug} porchlight check`)
  const { services } = Bun.YAML.parse(await read('compose.yaml')) as { services: Record<string, { image: string }> }
  expect(services.porchlight?.image).toBe('porchlight')
  expect(page).toContain('--volumes-from <container> porchlight restore ')

  const unit = await read('packaging/systemd/porchlight.service')
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? `no ${key}`
  const data = of('Environment')
  expect(data).toStartWith('PORCHLIGHT_DATA=')
  const line = page.replaceAll('\\\n', '')
  for (const part of [
    `--uid=${of('User')} `,
    `EnvironmentFile=${of('EnvironmentFile')} `,
    `-E ${data} ${of('ExecStart')} check`,
  ])
    expect(line.replace(/ {2,}/g, ' ')).toContain(part)
  expect(page).toContain(`sudo -u ${of('User')} ${data} porchlight check`)
})
