// Switches for what goes wrong on a real network and a real camera.

export interface Fault {
  /** Milliseconds before an answer. */
  slow?: number
  /** Bytes of the body after which the connection is cut; true means half. */
  cut?: number | true
  /** XML that no parser takes. */
  garbled?: true
  /** `login`: refused as a wrong password is; `busy`: a fault of the receiver; `unsupported`: no such operation. */
  refused?: 'login' | 'busy' | 'unsupported'
  /** Strikes this operation only, as `GetProfiles`; `snapshot` for pictures. */
  operation?: string
  /** Strikes so many answers, then is over; for ever when left out. */
  count?: number
}

export interface Faults {
  add(fault: Fault): void
  clear(): void
  list(): Fault[]
  /** The fault that strikes this operation now, used up by one. */
  strike(operation: string): Fault | null
}

export function createFaults(): Faults {
  let active: { fault: Fault; left: number }[] = []
  return {
    add(fault) {
      active.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY })
    },
    clear() {
      active = []
    },
    list: () => active.map(({ fault }) => fault),
    strike(operation) {
      const found = active.find(({ fault }) => fault.operation === undefined || fault.operation === operation)
      if (!found) return null
      found.left--
      if (found.left <= 0) active = active.filter((one) => one !== found)
      return found.fault
    },
  }
}

/** Breaks a document so that its bytes are still text but no XML any more. */
export function garble(text: string): string {
  const middle = Math.floor(text.length / 2)
  return `${text.slice(0, middle)}<<&broken ${text.slice(middle).replaceAll('</', '<')}`
}
