// Cameras that were told to send other video: who could not play it tries once more.

const listeners = new Set<(channelId: number) => void>()

/** Returns how to listen no longer. */
export function onConfigured(channelId: number, listener: () => void): () => void {
  const own = (id: number) => {
    if (id === channelId) listener()
  }
  listeners.add(own)
  return () => void listeners.delete(own)
}

export function noteConfigured(channelId: number): void {
  for (const listener of listeners) listener(channelId)
}
