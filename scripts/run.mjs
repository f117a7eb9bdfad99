// Runs one of our commands under Bun: sees to it that everything is installed, passes arguments, signals and the exit code on.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATH, SetupProblem, setup } from './setup.mjs'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const SCRIPTS = {
  start: 'main.ts',
  porchlight: 'main.ts',
  demo: 'scripts/demo.ts',
  simulator: 'plugins/hikvision/simulator/main.ts',
  dump: 'main.ts dump-device',
  test: 'scripts/test.ts',
  bench: 'scripts/bench.ts',
  'build:binary': 'scripts/build-binary.ts',
  image: 'scripts/image/verify.ts',
  check: 'scripts/check.ts',
}

const [name, ...args] = process.argv.slice(2)
const script = SCRIPTS[name]
if (!script) {
  console.error(`There is no command "${name ?? ''}". There are: ${Object.keys(SCRIPTS).join(', ')}.`)
  process.exit(2)
}

try {
  setup(name)
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error
  console.error(error.message)
  process.exit(1)
}

// In a session of its own, so that Ctrl-C reaches it once, through us, and not three times (the terminal, npm and we).
// It ends with us all the same, even when we are killed: bunfig.toml, noOrphans.
const child = spawn(join(ROOT, 'node_modules/.bin/bun'), [...script.split(' '), ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  detached: true,
  env: { ...process.env, PATH },
})

let passedOn = Number.NEGATIVE_INFINITY
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // npm hands on what the terminal has already sent us; only a later one is somebody who insists.
    if (performance.now() - passedOn < 500) return
    passedOn = performance.now()
    child.kill(signal)
  })
child.on('error', (error) => {
  console.error(`Bun could not be started: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : code))
