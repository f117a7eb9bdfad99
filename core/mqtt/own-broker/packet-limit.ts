// How long an MQTT packet claims to be, read from the bytes as they pass, so that no client can make us gather more than we hold. Pure.

/** Longest "remaining length" field that MQTT knows. */
const LENGTH_BYTES = 4

/** Gives false from the first packet on that is longer than `limit()` says at its head, or whose head is none. */
export function createPacketLimit(limit: () => number): (chunk: Uint8Array) => boolean {
  /** Bytes of the body that are still to come; null = in a head. */
  let left: number | null = null
  let lengthBytes = -1
  let length = 0
  let broken = false

  function head(byte: number): void {
    // The first byte is the kind of packet; the length follows, seven bits a byte, the lowest first.
    if (lengthBytes >= 0) length += (byte & 127) * 128 ** lengthBytes
    lengthBytes++
    if (lengthBytes === 0) return
    if ((byte & 128) === 0) {
      broken = length > limit()
      left = length
      length = 0
      lengthBytes = -1
    } else if (lengthBytes === LENGTH_BYTES) broken = true
  }

  return (chunk) => {
    let at = 0
    while (at < chunk.length && !broken) {
      if (left === null) head(chunk[at++] as number)
      else {
        const taken = Math.min(left, chunk.length - at)
        left -= taken
        at += taken
      }
      if (left === 0) left = null
    }
    return !broken
  }
}
