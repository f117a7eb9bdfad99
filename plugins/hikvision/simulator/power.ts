// The plug: in, out, or back by itself after a while, one after the other.

export interface Power {
  plug(): Promise<void>
  unplug(): Promise<void>
  /** Plugs in again after so many seconds, unless somebody does so before. */
  plugAfter(seconds: number): void
  /** Out for good. */
  end(): Promise<void>
}

export interface PowerDeps {
  open(): Promise<void>
  shut(): Promise<void>
}

export function createPower({ open, shut }: PowerDeps): Power {
  let isPlugged = false
  let isEnded = false
  let returning: Timer | undefined
  let turn: Promise<void> = Promise.resolve()

  /** An unplugging that overtakes a plugging would leave half of the device behind. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    clearTimeout(returning)
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  const plug = () =>
    inTurn(async () => {
      if (isPlugged || isEnded) return
      isPlugged = true
      await open()
    })

  const unplug = () =>
    inTurn(async () => {
      if (!isPlugged) return
      isPlugged = false
      await shut()
    })

  return {
    plug,
    unplug,
    plugAfter(seconds) {
      clearTimeout(returning)
      if (!isEnded) returning = setTimeout(() => void plug(), seconds * 1000)
    },
    end() {
      isEnded = true
      return unplug()
    },
  }
}
