// The graphics card: NVIDIA's own tool where it is there; else what the kernel shows that could decode video.
import type { Machine } from './machine.ts'

export interface GpuFigures {
  name: string
  driver: string
  /** Per cent; null = the card does not say. */
  utilization: number | null
  /** Bytes. */
  memory: { total: number | null; used: number | null; free: number | null }
  temperature: number | null
  encoderUtilization: number | null
  decoderUtilization: number | null
}

export type Gpu = { card: GpuFigures } | { card: null; message: string; accelerators: string[] }

const FIELDS = [
  'name',
  'driver_version',
  'utilization.gpu',
  'memory.total',
  'memory.used',
  'memory.free',
  'temperature.gpu',
  'utilization.encoder',
  'utilization.decoder',
]
const COMMAND = ['nvidia-smi', `--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits']
const LONGEST_MS = 2000
const MIB = 1024 * 1024

/** The first card; null where the answer is no such line. What a card does not tell stands as `[N/A]`. */
export function readNvidia(text: string): GpuFigures | null {
  const fields =
    text
      .split('\n')[0]
      ?.split(',')
      .map((field) => field.trim()) ?? []
  if (fields.length !== FIELDS.length || !fields[0]) return null
  const [name, driver = '', ...figures] = fields
  const values = figures.map((text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : null))
  const [
    utilization = null,
    total = null,
    used = null,
    free = null,
    temperature = null,
    encoder = null,
    decoder = null,
  ] = values
  const bytes = (mib: number | null) => (mib === null ? null : mib * MIB)
  return {
    name,
    driver,
    utilization,
    memory: { total: bytes(total), used: bytes(used), free: bytes(free) },
    temperature,
    encoderUtilization: encoder,
    decoderUtilization: decoder,
  }
}

/** How kernels call hardware that decodes or encodes; a webcam is a video device, too. */
const CODEC = /codec|vdec|venc|-dec\b|-enc\b|hevc|rpivid|hantro|cedrus|vpu|mfc|wave5/i
/** Intel and AMD: what VA-API is for. */
const VAAPI_VENDORS = new Set(['0x8086', '0x1002'])

async function accelerators(machine: Pick<Machine, 'text' | 'names'>): Promise<string[]> {
  const found = new Set<string>()
  const drm = '/sys/class/drm'
  const devices = await machine.names('/dev/dri')
  for (const node of devices.filter((name) => name.startsWith('renderD'))) {
    const vendor = await machine.text(`${drm}/${node}/device/vendor`)
    if (vendor && VAAPI_VENDORS.has(vendor.trim())) found.add('vaapi')
  }
  const video = '/sys/class/video4linux'
  for (const name of await machine.names(video))
    if (CODEC.test((await machine.text(`${video}/${name}/name`)) ?? '')) found.add('v4l2m2m')
  return [...found]
}

export async function readGpu(machine: Pick<Machine, 'text' | 'names' | 'run' | 'has'>): Promise<Gpu> {
  if (machine.has('nvidia-smi')) {
    const text = await machine.run(COMMAND, LONGEST_MS)
    const card = text === null ? null : readNvidia(text)
    if (card) return { card }
  }
  const ways = await accelerators(machine)
  const message = ways.length ? 'No NVIDIA card; the chip can help with video' : 'No graphics card found'
  return { card: null, message, accelerators: ways }
}
