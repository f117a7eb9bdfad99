// Boxes of an MP4 as they are written: numbers, a box around its content, and a copy of a box with some of it changed.
import { boxes } from './boxes.ts'

/** Signed or unsigned 32-bit numbers, one behind the other. */
export function number32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value | 0, index * 4)
  return bytes
}

export function box(type: string, ...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 8)
  return Buffer.concat([number32(length), Buffer.from(type, 'latin1'), ...parts], length)
}

/** The same box with other content for some of those in it; null leaves one out. */
export type Change = (bytes: Buffer, at: number, end: number) => Buffer | null

/** The boxes between two offsets, each as it is or as `changes` has it. */
export function rebuilt(bytes: Buffer, at: number, end: number, changes: Record<string, Change>): Buffer[] {
  return [...boxes(bytes, at, end)].flatMap((inner) => {
    const change = changes[inner.type]
    if (!change) return [bytes.subarray(inner.at - 8, inner.end)]
    const content = change(bytes, inner.at, inner.end)
    return content ? [box(inner.type, content)] : []
  })
}

export const within =
  (changes: Record<string, Change>): Change =>
  (bytes, at, end) =>
    Buffer.concat(rebuilt(bytes, at, end, changes))

/** A whole number of up to 53 bits in 8 bytes. */
export function bigNumber(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

/** The only name under which Apple's players know H.265. */
export const descriptions: Change = (bytes, at, end) => {
  const copy = Buffer.from(bytes.subarray(at, end))
  if (copy.toString('latin1', 12, 16) === 'hev1') copy.write('hvc1', 12)
  return copy
}
