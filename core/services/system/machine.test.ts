// What is read of a machine: of small boards, servers with cards, containers with limits, and of one that tells nothing.
import { expect, test } from 'bun:test'
import { createClock, settle } from '../../testing/clock.ts'
import { createCpuMeter, temperatureOf } from './cpu.ts'
import { createDiskLook, mainVolume } from './disk.ts'
import { readGpu } from './gpu.ts'
import type { Machine } from './machine.ts'
import { readLimits, readMemory } from './memory.ts'
import { createProcessMeter, maskCommand } from './processes.ts'

/** A machine of a few files. */
function machineOf(files: Record<string, string>, more: Partial<Machine> = {}): Machine {
  return {
    text: async (path) => files[path] ?? null,
    names: async (folder) => {
      const inside = Object.keys(files).filter((path) => path.startsWith(`${folder}/`))
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))]
    },
    real: async (path) => path,
    space: async () => null,
    run: async () => null,
    has: () => false,
    cores: () => [],
    load: () => [0, 0, 0],
    uptime: () => 0,
    kernel: () => 'Linux 6.1.0 x64',
    interfaces: () => ({}),
    ...more,
  }
}

const MOUNTS = [
  '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
  '2 1 8:2 / /data rw - ext4 /dev/sda2 rw',
  '3 2 0:40 / /data/recordings rw - nfs4 nas:/video rw',
  '4 2 0:41 / /data/back\\040ups rw - ext4 /dev/sdb1 rw',
].join('\n')
const SPACE = { total: 100, used: 60, free: 35 }

test('the processor is measured over the last interval, not since the machine was started', async () => {
  const files = { '/proc/stat': 'cpu  100000 0 100000 800000 0 0 0 0 0 0\ncpu0 1 2 3 4\n' }
  const meter = createCpuMeter(machineOf(files))
  expect(await meter.usage()).toBeNull()
  files['/proc/stat'] = 'cpu  100040 0 100010 800040 10 0 0 0 0 0\n'
  expect(await meter.usage()).toBe(50)
  // Too soon for a new figure: the last one stands.
  expect(await meter.usage()).toBe(50)
  files['/proc/stat'] = 'cpu  100040 0 100010 801040 10 0 0 0 0 0\n'
  expect(await meter.usage()).toBe(0)
})

test('what a machine does not tell is null and no number', async () => {
  const bare = machineOf({})
  expect(await createCpuMeter(bare).usage()).toBeNull()
  expect(await temperatureOf(bare)).toBeNull()
  expect(readMemory('')).toBeNull()
  expect(await readLimits(bare)).toEqual({ memory: null, memoryUsed: null, cpu: null })
  expect(await createDiskLook(bare, '/data')()).toMatchObject({ volumes: [] })
  expect(await readGpu(bare)).toMatchObject({ card: null, accelerators: [] })
  expect(await createProcessMeter(bare, () => new Date()).of(1, new Date())).toEqual({ cpu: null, memory: null })
})

test('a container is told with what it may have, in both versions of control groups', async () => {
  const version2 = machineOf({
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '536870912\n',
    '/sys/fs/cgroup/memory.current': '300000000\n',
    '/sys/fs/cgroup/memory.stat': 'anon 1\ninactive_file 100000000\n',
    '/sys/fs/cgroup/cpu.max': '150000 100000\n',
  })
  expect(await readLimits(version2)).toEqual({ memory: 536870912, memoryUsed: 200000000, cpu: 1.5 })
  const service = machineOf({
    '/proc/self/cgroup': '0::/system.slice/porchlight.service\n',
    '/sys/fs/cgroup/system.slice/porchlight.service/memory.current': '1\n',
    '/sys/fs/cgroup/system.slice/porchlight.service/memory.max': 'max\n',
    '/sys/fs/cgroup/system.slice/porchlight.service/cpu.max': 'max 100000\n',
  })
  expect(await readLimits(service)).toEqual({ memory: null, memoryUsed: null, cpu: null })
  const version1 = machineOf({
    '/proc/self/cgroup': '4:memory:/docker/x\n2:cpu,cpuacct:/docker/x\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '5\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  })
  expect(await readLimits(version1)).toEqual({ memory: null, memoryUsed: null, cpu: 2 })
  const board = machineOf({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '50000 100000\n' })
  expect(await readLimits(board)).toEqual({ memory: null, memoryUsed: null, cpu: 0.5 })
  // Both at once, as on many a NAS: the second is there, and limits nothing.
  const both = machineOf({
    '/proc/self/cgroup': '4:memory:/docker/x\n2:cpu,cpuacct:/docker/x\n0::/system.slice/containerd.service\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '300000000\n',
    '/sys/fs/cgroup/memory/memory.stat': 'total_inactive_file 100000000\n',
  })
  expect(await readLimits(both)).toEqual({ memory: 536870912, memoryUsed: 200000000, cpu: null })
})

test('memory that only caches files counts as free', () => {
  expect(readMemory('MemTotal:        1000 kB\nMemFree:  10 kB\nMemAvailable:     400 kB\n')).toEqual({
    total: 1024000,
    used: 614400,
    free: 409600,
  })
})

test('each disk is one row, with what lies on it', async () => {
  const machine = machineOf({ '/proc/self/mountinfo': MOUNTS }, { space: async () => SPACE })
  expect(await createDiskLook(machine, '/data')()).toEqual({
    volumes: [
      { mount: '/data', purpose: 'database, pictures, backups', ...SPACE, filesystem: 'ext4', network: false },
      { mount: '/data/recordings', purpose: 'recordings', ...SPACE, filesystem: 'nfs4', network: true },
    ],
    silent: [],
  })
})

test('a disk that hangs is said, is asked and waited for once however often one looks, and no other disk stands for it', async () => {
  const clock = createClock()
  const back = Promise.withResolvers<string>()
  let asked = 0
  const machine = machineOf(
    { '/proc/self/mountinfo': MOUNTS },
    {
      real(path) {
        if (!path.endsWith('recordings')) return Promise.resolve(path)
        asked++
        return back.promise
      },
      space: async () => SPACE,
    },
  )
  const look = createDiskLook(machine, '/data', clock.timers)
  const looking = Promise.all([look(), look()])
  await clock.advance(2000)
  const [found] = await looking
  expect(found).toMatchObject({ volumes: [{ purpose: 'database, pictures, backups' }], silent: ['recordings'] })
  expect(mainVolume(found)).toBeNull()
  // Time stands still: whoever asks now is answered without a wait.
  expect((await look()).silent).toEqual(['recordings'])
  expect([asked, clock.waiting]).toEqual([1, 0])
  back.resolve('/data/recordings')
  await settle()
  expect(mainVolume(await look())).toMatchObject({ mount: '/data/recordings', free: 35 })
})

test('an NVIDIA card is asked by fixed words, and what it does not tell is null', async () => {
  const asked: string[][] = []
  const card = 'NVIDIA T400 4GB, 550.54, 12, 4096, 96, 4000, 41, [N/A], 3\n'
  const machine = machineOf(
    {},
    {
      has: () => true,
      async run(command, ms) {
        asked.push([...command, String(ms)])
        return card
      },
    },
  )
  const MIB = 1024 * 1024
  expect(await readGpu(machine)).toEqual({
    card: {
      ...{ name: 'NVIDIA T400 4GB', driver: '550.54', utilization: 12, temperature: 41 },
      memory: { total: 4096 * MIB, used: 96 * MIB, free: 4000 * MIB },
      ...{ encoderUtilization: null, decoderUtilization: 3 },
    },
  })
  expect(asked).toEqual([
    ['nvidia-smi', expect.stringMatching(/^--query-gpu=/), '--format=csv,noheader,nounits', '2000'],
  ])
  expect(await readGpu({ ...machine, run: async () => 'NVIDIA-SMI has failed\n' })).toMatchObject({ card: null })
})

test('hardware for video is found by looking, and a webcam is none', async () => {
  const pi = machineOf({
    '/dev/dri/renderD128': '',
    '/sys/class/video4linux/video10/name': 'bcm2835-codec-decode\n',
    '/sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
    '/sys/class/thermal/thermal_zone0/temp': '48312\n',
  })
  expect(await readGpu(pi)).toMatchObject({ card: null, accelerators: ['v4l2m2m'] })
  expect(await temperatureOf(pi)).toBe(48.3)
  const laptop = machineOf({
    '/dev/dri/renderD128': '',
    '/sys/class/drm/renderD128/device/vendor': '0x8086\n',
    '/sys/class/video4linux/video0/name': 'Integrated Camera: UVC\n',
  })
  expect(await readGpu(laptop)).toMatchObject({ card: null, accelerators: ['vaapi'] })
})

test('a child is measured since it began and then since the last look, whatever it calls itself', async () => {
  let at = 100_000
  const files = {
    '/proc/7/stat': `7 (ff) mpeg) S 1 ${'0 '.repeat(9)}100 100 0 0`,
    '/proc/7/status': 'Name:\tffmpeg\nVmRSS:\t    2048 kB\n',
  }
  const meter = createProcessMeter(machineOf(files), () => new Date(at))
  expect(await meter.of(7, new Date(90_000))).toEqual({ cpu: 20, memory: 2097152 })
  at += 2000
  files['/proc/7/stat'] = `7 (ff) mpeg) S 1 ${'0 '.repeat(9)}200 200 0 0`
  expect(await meter.of(7, new Date(90_000))).toMatchObject({ cpu: 100 })
})

test('a command is told without addresses and paths', () => {
  const command = maskCommand('ffmpeg', [
    '-i',
    'rtsp://admin:hunter2@192.0.2.7/1',
    '-r',
    '25/1',
    '/data/recordings/a.mp4',
  ])
  expect(command).toBe('ffmpeg -i <address> -r 25/1 <file>')
})
