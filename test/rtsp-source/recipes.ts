// How the clips are drawn and encoded: FFmpeg's arguments, nothing else.

export interface Recipe {
  file: string
  codec: 'h264' | 'h265'
  quality: 'main' | 'sub'
  /** Colour, from 0. */
  variant: number
  width: number
  height: number
  fps: number
  arguments: string[]
}

const VARIANTS = [
  { name: 'Blue', dark: '0x0c1a2c', middle: '0x102a4c', light: '0x3f7fb5', box: '0x9fb8d0' },
  { name: 'Green', dark: '0x0d2216', middle: '0x14402a', light: '0x4f9f6d', box: '0xa8ccb4' },
  { name: 'Amber', dark: '0x2a1a08', middle: '0x4f3210', light: '0xc08a3e', box: '0xdcc39c' },
  { name: 'Violet', dark: '0x1c1030', middle: '0x35205c', light: '0x8562bd', box: '0xc2b2dc' },
]

/** Still pictures that take the place of the colours, one a variant. */
let scenes: readonly string[] = []

/** From the next clip on: photographs of the product show a house instead. Files that FFmpeg reads, 16:9. */
export function filmInstead(files: readonly string[]): void {
  scenes = files
}

export const isFilmedInstead = (): boolean => scenes.length > 0
export const variantCount = (): number => scenes.length || VARIANTS.length

const SIZES = {
  main: { width: 1280, height: 720, fps: 25, gop: 50, rate: '2M' },
  sub: { width: 640, height: 360, fps: 15, gop: 30, rate: '300k' },
}

/** Bits of the frame number, lowest first, as blocks of width/32 by height/18 in the upper left: white is 1. */
const NUMBER_BITS = 9

function numberBlocks(): string {
  const boxes = [`drawbox=x=0:y=0:w=iw*${NUMBER_BITS}/32:h=ih/18:color=black:t=fill`]
  for (let bit = 0; bit < NUMBER_BITS; bit++)
    boxes.push(`drawbox=x=iw*${bit}/32:y=0:w=iw/32:h=ih/18:color=white:t=fill:enable='bitand(n,${1 << bit})'`)
  return boxes.join(',')
}

/** A slow gradient, its name and clock, and a box of noise that wanders: enough to cost the bits of a real scene, cheap to draw. */
function drawing(number: number, size: (typeof SIZES)['main'], seconds: number, counts = true): string[] {
  const { width, height, fps } = size
  const scene = scenes[number]
  if (scene) {
    const film = ['-loop', '1', '-framerate', `${fps}`, '-t', `${seconds}`, '-i', scene]
    return [...film, '-filter_complex', `scale=${width}:${height},format=yuv420p`]
  }
  const variant = VARIANTS[number % VARIANTS.length]!
  const gradient = `gradients=s=160x90:r=${fps}:d=${seconds}:n=3:speed=0.01:x0=0:y0=0:x1=120:y1=90:seed=7`
  const colours = `c0=${variant.middle}:c1=${variant.light}:c2=${variant.dark}`
  const box = `color=c=${variant.box}:s=${(width * 3) / 16}x${Math.floor((height * 3) / 32) * 2}:r=${fps}:d=${seconds}`
  const path = `x='W*(0.5+0.35*sin(2*PI*t/5))-w/2':y='H*(0.42+0.25*cos(2*PI*t/2.5))-h/2'`
  const name = `drawtext=text='${variant.name}':fontsize=h/9:fontcolor=white:x=w*0.06:y=h*0.62`
  const clock = `drawtext=text='%{pts\\:hms}  #%{n}':fontsize=h/14:fontcolor=white@0.85:x=w*0.06:y=h*0.77`
  return [
    ...['-f', 'lavfi', '-i', `${gradient}:${colours}`],
    ...['-f', 'lavfi', '-i', `${box},format=yuv420p,noise=c0s=40:c0f=t`],
    '-filter_complex',
    `[0]scale=${width}:${height}:flags=fast_bilinear,format=yuv420p[b];[b][1]overlay=${path},${numberBlocks()},${name}${counts ? `,${clock}` : ''}`,
  ]
}

/** Macroblock rows (16 lines) that footage keeps black for its clock; the next one above and below is black, too. */
export const CLOCK_ROWS = [41, 42] as const

/** The picture of a recorder's disk: a slice for each row, so that those of the clock can be written anew. */
export function footageRecipe(variant: number): Recipe {
  const size = SIZES.main
  const { width, height, fps, gop } = size
  const [top, bottom] = [(CLOCK_ROWS[0] - 1) * 16, (CLOCK_ROWS[1] + 2) * 16]
  const bar = `drawbox=x=0:y=${top}:w=iw:h=${bottom - top}:color=black:t=fill`
  const rates = ['-b:v', '1500k', '-maxrate', '1500k', '-bufsize', '1500k']
  const drawn = drawing(variant, size, 4, false)
  return {
    ...{ codec: 'h264', quality: 'main', variant, width, height, fps },
    file: `footage-${variant}.h264`,
    arguments: [
      ...drawn.slice(0, -1),
      `${drawn.at(-1)},${bar}`,
      ...['-map_metadata', '-1', '-c:v', 'libx264', '-preset', 'ultrafast', ...rates, '-threads', '1'],
      ...['-x264-params', `slices=${height / 16}:bframes=0:keyint=${gop}:min-keyint=${gop}:scenecut=0`],
      ...['-bsf:v', 'h264_mp4toannexb', '-f', 'h264'],
    ],
  }
}

function recipe(codec: 'h264' | 'h265', quality: 'main' | 'sub', variant: number): Recipe {
  const size = SIZES[quality]
  const { width, height, fps, gop, rate } = size
  // H.265 is dear to encode: one colour and a loop of one group of pictures.
  const seconds = codec === 'h264' ? 10 : 2
  const rates = ['-b:v', rate, '-maxrate', rate, '-bufsize', rate]
  const groups = ['-bf', '0', '-g', `${gop}`, '-keyint_min', `${gop}`, '-sc_threshold', '0', '-threads', '1']
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', ...groups, ...rates, '-bsf:v', 'h264_mp4toannexb', '-f', 'h264']
      : [
          ...['-c:v', 'libx265', '-preset', 'ultrafast', ...rates, '-x265-params'],
          `bframes=0:keyint=${gop}:min-keyint=${gop}:scenecut=0:pools=1:frame-threads=1:repeat-headers=1:log-level=error`,
          ...['-bsf:v', 'hevc_mp4toannexb', '-f', 'hevc'],
        ]
  return {
    ...{ codec, quality, variant, width, height, fps },
    file: `${quality}-${variant}.${codec}`,
    arguments: [...drawing(variant, size, seconds), '-map_metadata', '-1', ...encoder],
  }
}

/** Every clip; the big ones first, so that two workers end together. */
export function recipes(): Recipe[] {
  const colours = Array.from({ length: variantCount() }, (_, variant) => variant)
  return [
    recipe('h265', 'main', 0),
    ...colours.map((variant) => recipe('h264', 'main', variant)),
    ...colours.map((variant) => recipe('h264', 'sub', variant)),
    recipe('h265', 'sub', 0),
  ]
}
