// What a child reads on its stdin: bytes that wait here until it takes them, so that it is known how far behind it is.

export interface Feed {
  readonly stream: ReadableStream<Uint8Array>
  /** How many of the pushed pieces it has not taken yet. */
  readonly waiting: number
  push(bytes: Uint8Array): void
  /** Nothing more comes. */
  close(): void
}

export function createFeed(): Feed {
  const pieces: Uint8Array[] = []
  let isOver = false
  let wake = () => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (pieces.length === 0 && !isOver)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        const next = pieces.shift()
        if (next) controller.enqueue(next)
        else controller.close()
      },
      cancel() {
        isOver = true
        pieces.length = 0
      },
    },
    { highWaterMark: 0 },
  )
  return {
    stream,
    get waiting() {
      return pieces.length
    },
    push(bytes) {
      if (isOver) return
      pieces.push(bytes)
      wake()
    },
    close() {
      isOver = true
      wake()
    },
  }
}
