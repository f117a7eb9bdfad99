// Small line drawings for empty pages.

const paths = {
  porch:
    'M14 106h92 M24 106V58 M96 106V58 M18 60 60 28l42 32 M48 106V78h24v28 M60 40v8 M54 52h12l-2 12h-8z M36 68h6 M78 68h6',
  quiet:
    'M16 100h88 M84 24a26 26 0 1 0 14 44 22 22 0 0 1-14-44z M26 34v8 M22 38h8 M44 54v6 M41 57h6 M30 100V82l14-10 14 10v18 M40 100V88h8v12',
  recorder:
    'M20 58h80v30H20z M30 88v6 M90 88v6 M32 72h24 M82 73a3 3 0 1 0 .1 0 M70 73a3 3 0 1 0 .1 0 M60 58V44 M44 30a24 24 0 0 1 32 0 M50 38a14 14 0 0 1 20 0',
  fault: 'M60 22v12 M42 40h36l-6 38H48z M54 52l12 14 M66 52 54 66 M60 78v14 M34 98h52 M26 30l6 6 M94 30l-6 6',
  key: 'M46 74a18 18 0 1 1 14-14l34 34v10H82v-8h-8v-8h-8l-8-8z M44 52a3 3 0 1 0 .1 0',
} as const

export type DrawingName = keyof typeof paths

export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg class="drawing" viewBox="0 0 120 120" aria-hidden="true">
      <circle class="drawing-glow" cx="60" cy="56" r="44" />
      <path d={paths[name]} />
    </svg>
  )
}
