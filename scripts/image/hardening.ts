// What the programs of the image bring against faults in them: hardening, as the linker and the compiler have written it into the files.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Image } from './builder.ts'
import { look } from './steps.ts'

/** Each in what `readelf` says of a file that has it. */
const GUARDS: Record<string, (said: string) => boolean> = {
  'another address at each start (PIE)': (said) => /^\s*Type:\s+DYN\b/m.test(said),
  'tables that are read-only (RELRO)': (said) => /^\s*GNU_RELRO\b/m.test(said),
  'all of them at the start (BIND_NOW)': (said) => /\((FLAGS|BIND_NOW)\).*\bBIND_NOW\b|\(FLAGS_1\).*\bNOW\b/.test(said),
  'a stack that is no program': (said) => /^\s*GNU_STACK\b.*\sRW\s/m.test(said),
  'a stack that is watched': (said) => /\b__stack_chk_fail\b/.test(said),
  'lengths that are looked at (FORTIFY)': (said) => /\b__(?!stack_chk)\w+_chk\b/.test(said),
}

export const lacking = (said: string): string[] => Object.keys(GUARDS).filter((guard) => !GUARDS[guard]?.(said))

const lackingOf = async (path: string) => lacking(await look('readelf', '-W', '-h', '-l', '-d', '--dyn-syms', path))

/** Of FFmpeg, which reads what cameras send, all; Bun's executable is as Bun builds it, but its stack must be guarded. */
export async function hardening({ folder }: Image): Promise<string> {
  for (const name of ['ffmpeg', 'ffprobe']) {
    const lacks = await lackingOf(join(folder, 'usr/bin', name))
    if (lacks.length) throw new Error(`${name} was built without ${lacks.join(', ')}`)
  }
  const bun = await lackingOf(join(folder, 'usr/bin/porchlight'))
  const unguarded = bun.filter((guard) => guard.startsWith('a stack'))
  if (unguarded.length) throw new Error(`porchlight is without ${unguarded.join(', ')}`)
  const libraries = join(folder, 'usr/lib')
  const names = (await readdir(libraries, { recursive: true })).filter((name) => /\.so(\.\d+)*$/.test(name))
  for (const name of names) {
    const said = await look('readelf', '-W', '-l', join(libraries, name))
    if (!GUARDS['a stack that is no program']?.(said)) throw new Error(`${name} asks for a stack that is a program`)
  }
  return `ffmpeg and ffprobe have ${Object.keys(GUARDS).join(', ')}; porchlight, as Bun is built, lacks of these: ${bun.join(', ') || 'nothing'}`
}
