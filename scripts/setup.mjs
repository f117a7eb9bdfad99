// Installs what this machine lacks for one of our commands, and only that. Plain Node: it runs before anything of ours is there.
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Brokers and other servers live in sbin, which an ordinary user's PATH leaves out. */
export const PATH = [process.env.PATH ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter)
const env = { ...process.env, PATH }

/** What can be missing, and the distribution's packages that bring it. */
const TOOLS = {
  ffmpeg: { what: 'FFmpeg 5 or newer', packages: ['ffmpeg'], there: () => ffmpeg().major >= 5 },
  x264: { what: 'FFmpeg with the encoder libx264', packages: ['ffmpeg'], there: () => ffmpeg().x264 },
  mosquitto: { what: 'the MQTT broker Mosquitto', packages: ['mosquitto'], there: () => found('mosquitto') },
  mosquittoSub: {
    what: "Mosquitto's command line clients",
    packages: ['mosquitto-clients'],
    there: () => found('mosquitto_sub') && found('mosquitto_pub'),
  },
  chromium: {
    what: 'the browser Chromium',
    packages: ['chromium', 'fonts-dejavu-core'],
    there: () => found('chromium'),
  },
  python: { what: 'Python 3', packages: ['python3'], there: () => found('python3') },
  requests: {
    what: "Python's package requests, which our examples for scripts import",
    packages: ['python3', 'python3-requests'],
    there: () => PYTHONS.some(hasRequests),
  },
  ps: { what: 'ps', packages: ['procps'], there: () => found('ps') },
  buildah: { what: 'the builder of images Buildah', packages: ['buildah'], there: () => found('buildah') },
  mmdebstrap: { what: 'mmdebstrap', packages: ['mmdebstrap'], there: () => found('mmdebstrap') },
  qemu: {
    what: 'QEMU for programs of other processors',
    packages: ['qemu-user-static'],
    there: () => found('qemu-aarch64-static') && found('qemu-x86_64-static'),
  },
  curl: { what: 'curl', packages: ['curl', 'ca-certificates'], there: () => found('curl') },
  nginx: { what: 'the proxy nginx', packages: ['nginx'], there: () => found('nginx') },
}
/** Packages that start a service of their own and at every boot; nobody asked for that, ours are started where they are needed. */
const SERVICES = ['mosquitto', 'nginx']

/** Only what proves the container image asks for these. */
const IMAGE = ['buildah', 'mmdebstrap', 'qemu']
const ALL = Object.keys(TOOLS).filter((name) => !IMAGE.includes(name))
/** Which of our commands needs what, besides the npm packages. */
const NEEDS = {
  all: { tools: ALL, web: true },
  test: { tools: ALL, web: true },
  bench: { tools: ALL, web: true },
  demo: { tools: ['ffmpeg', 'x264', 'mosquitto', 'mosquittoSub'], web: true },
  start: { tools: ['ffmpeg'], web: true },
  porchlight: { tools: ['ffmpeg'], web: true },
  simulator: { tools: ['ffmpeg', 'x264'], web: false },
  image: { tools: ['ffmpeg', 'x264', ...IMAGE], web: false },
  dump: { tools: [], web: false },
  check: { tools: [], web: false },
  'build:binary': { tools: [], web: false },
}

export const PURPOSES = Object.keys(NEEDS)

/** A reason why setting up cannot go on, in words for the person at the keyboard. */
export class SetupProblem extends Error {}

/**
 * Makes sure that everything which `purpose` needs is there. Says one line for each thing it does, and nothing when
 * there is nothing to do. Throws a SetupProblem that says what a person has to do.
 */
export function setup(purpose = 'all', say = (line) => console.log(line)) {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new SetupProblem(`Porchlight needs Node.js 20 or newer; this is ${process.versions.node}.`)
  const needs = NEEDS[purpose]
  if (!packagesFit() || !bunRuns()) locked(say, () => installPackages(say))
  const tools = missing(needs.tools, env)
  if (tools.length) installTools(tools, say)
  if (needs.web && webIsStale()) locked(say, () => webIsStale() && buildWeb(say))
}

// npm packages and Bun

/** Compares what package-lock.json wants with what npm noted in node_modules: a few milliseconds instead of `npm ls`. */
function packagesFit() {
  const wanted = readJson('package-lock.json')?.packages ?? {}
  const installed = readJson('node_modules/.package-lock.json')?.packages ?? {}
  return Object.entries(wanted).every(([path, item]) => {
    if (!path) return true
    const mine = installed[path]
    if (!mine) return Boolean(item.optional)
    return mine.version === item.version && existsSync(join(ROOT, path, 'package.json'))
  })
}

function bunRuns() {
  const wanted = readJson('node_modules/bun/package.json')?.version
  const said = run(join(ROOT, 'node_modules/.bin/bun'), ['--version'])
  return wanted !== undefined && said.ok && said.text.trim() === wanted
}

function installPackages(say) {
  if (!packagesFit()) {
    say('Installing the npm packages (npm ci) …')
    const done = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
    if (!done.ok) throw new SetupProblem(`npm ci failed:\n${tail(done.text)}`)
  }
  if (bunRuns()) return
  // Bun's package puts its binary in place with a postinstall script, which npm may have been told not to run.
  say('Putting the Bun binary in place …')
  const done = run(process.execPath, ['install.js'], { cwd: join(ROOT, 'node_modules/bun') })
  if (bunRuns()) return
  throw new SetupProblem(
    `Bun does not run on this machine (${process.platform} ${process.arch}).\n${tail(done.text)}\nRemove node_modules and try again.`,
  )
}

// The distribution's packages

function found(command) {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return statSync(join(folder, command)).isFile()
    } catch {
      return false
    }
  })
}

let ffmpegSaid
function ffmpeg() {
  ffmpegSaid ??= found('ffmpeg') && found('ffprobe') ? run('ffmpeg', ['-version']).text : ''
  const version = /^ffmpeg version (?:n|\d+:)?(\d+)?/.exec(ffmpegSaid)
  // A build from the development branch has a name instead of a number; it is newer than any release we refuse.
  const major = version ? Number(version[1] ?? 99) : 0
  return { major, x264: ffmpegSaid.includes('--enable-libx264') }
}

/** The distribution's package brings it to its own Python, which need not be the first that is found. */
const PYTHONS = ['python3', '/usr/bin/python3']
const hasRequests = (python) =>
  run(python, ['-c', 'import importlib.util, sys; sys.exit(not importlib.util.find_spec("requests"))']).ok

function missing(tools, variables) {
  const broker = variables.PORCHLIGHT_MQTT_URL || variables.PORCHLIGHT_MQTT_URL_FILE
  const gone = tools.filter((name) => !(name === 'mosquitto' && broker && tools !== ALL) && !TOOLS[name].there())
  return gone.includes('ffmpeg') ? gone.filter((name) => name !== 'x264') : gone
}

function installTools(names, say) {
  if (!names.length) return
  const packages = [...new Set(names.flatMap((name) => TOOLS[name].packages))]
  const wanted = names.map((name) => TOOLS[name].what).join(', ')
  if (!found('apt-get'))
    throw new SetupProblem(`Missing: ${wanted}.\nInstall it with this system's package manager, then try again.`)
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (process.getuid?.() !== 0)
    throw new SetupProblem(
      `Missing: ${wanted}. Run this once, then try again:\n\n  sudo sh -c 'apt-get update && ${install}'\n`,
    )
  say(`Installing from the distribution: ${packages.join(' ')} (this can take some minutes) …`)
  // apt waits for its own lock, so this needs none of ours.
  let done = listsAreThere() ? apt('install', ...packages) : { ok: false, text: '' }
  if (!done.ok) {
    const updated = apt('update')
    if (!updated.ok) throw new SetupProblem(`apt-get update failed:\n${tail(updated.text)}`)
    done = apt('install', ...packages)
  }
  if (!done.ok) throw new SetupProblem(`${install} failed:\n${tail(done.text)}`)
  for (const service of SERVICES) if (packages.includes(service)) rest(service, say)
  ffmpegSaid = undefined
  const still = missing(names, {})
  if (still.length)
    throw new SetupProblem(
      `The distribution's packages do not bring ${still.map((name) => TOOLS[name].what).join(', ')}. Install it by hand, then try again.`,
    )
}

function apt(action, ...packages) {
  const flags = ['-qq', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300']
  return run('apt-get', [action, ...flags, ...packages], { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
}

function listsAreThere() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => /_Packages(\.|$)/.test(name))
  } catch {
    return false
  }
}

function rest(service, say) {
  if (existsSync('/run/systemd/system')) run('systemctl', ['disable', '--now', service])
  else {
    run('service', [service, 'stop'])
    run('update-rc.d', [service, 'disable'])
  }
  say(`  The service ${service} is left off (systemctl enable --now ${service} turns it on).`)
}

// The web UI

const BUILT = 'dist/web/index.html'

function webIsStale() {
  if (!existsSync(join(ROOT, 'scripts/build-web.ts'))) return false
  const built = statSync(join(ROOT, BUILT), { throwIfNoEntry: false })
  if (!built) return true
  const sources = ['web', 'scripts/build-web.ts', 'package-lock.json'].flatMap((path) => filesUnder(join(ROOT, path)))
  return sources.some((path) => !/\.test\.tsx?$/.test(path) && statSync(path).mtimeMs > built.mtimeMs)
}

function filesUnder(path) {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry?.isDirectory()) return entry ? [path] : []
  return [path, ...readdirSync(path).flatMap((name) => filesUnder(join(path, name)))]
}

function buildWeb(say) {
  say('Building the web pages …')
  const done = run(join(ROOT, 'node_modules/.bin/bun'), ['scripts/build-web.ts'])
  if (!done.ok) throw new SetupProblem(`The web pages could not be built:\n${tail(done.text)}`)
}

// Small things

/** Two commands started together must not install into the same folder at once: the second waits for the first. */
function locked(say, work) {
  const file = join(ROOT, '.porchlight/setup.lock')
  try {
    mkdirSync(dirname(file), { recursive: true })
    accessSync(dirname(file), constants.W_OK)
  } catch {
    throw new SetupProblem(`This user may not write in ${ROOT}.`)
  }
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(file)) rmSync(file, { force: true })
    else if (waited === 0) say('Another command is setting up already; waiting for it …')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  try {
    work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Whether the process that wrote the lock still runs; a lock without a number yet is given five seconds. */
function isAlive(file) {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return false
  const pid = Number(readFileSync(file, 'utf8'))
  if (!pid) return Date.now() - stat.mtimeMs < 5000
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
    ...options,
  })
  return { ok: done.status === 0, text: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}` }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    return null
  }
}

function tail(text) {
  return text.trim().split('\n').slice(-25).join('\n')
}

function main() {
  const at = process.argv.indexOf('--for')
  const purpose = at < 0 ? 'all' : process.argv[at + 1]
  if (process.argv.includes('--help') || !NEEDS[purpose]) {
    console.log(`node scripts/setup.mjs [--for ${PURPOSES.join('|')}]\nInstalls what is missing for that command.`)
    process.exit(process.argv.includes('--help') ? 0 : 2)
  }
  try {
    let quiet = true
    setup(purpose, (line) => {
      quiet = false
      console.log(line)
    })
    console.log(quiet ? 'Everything is in place.' : 'Done.')
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
