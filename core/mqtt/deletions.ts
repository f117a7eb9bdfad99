// Tells a config that the hub's user has deleted from one that we have cleared: the broker sends us both alike.

export interface Deletions {
  /** We have sent this config; an empty payload clears it. */
  sent(topic: string, payload: string | Uint8Array): void
  /** The broker says this of a config. True when somebody else has cleared it. */
  heard(topic: string, payload: string): boolean
  /** Another connection: what is on the way to us is gone. */
  forget(): void
}

export function createDeletions(): Deletions {
  /** Clearings of ours that have not come back to us yet. */
  const ours = new Map<string, number>()
  return {
    sent(topic, payload) {
      if (payload.length === 0) ours.set(topic, (ours.get(topic) ?? 0) + 1)
    },
    heard(topic, payload) {
      if (payload !== '') {
        // Everything comes in order: what was cleared before this has been said, or was lost.
        ours.delete(topic)
        return false
      }
      const expected = ours.get(topic) ?? 0
      if (expected > 1) ours.set(topic, expected - 1)
      else ours.delete(topic)
      return expected === 0
    },
    forget: () => ours.clear(),
  }
}
