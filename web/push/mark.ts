// What this browser remembers of being told of alarms: which subscription of the appliance's is its own.

export interface PushMark {
  id: number
  /** Browsers change it now and then. */
  endpoint: string
}

const NAME = 'porchlight.push'

export const pushMark = {
  read(): PushMark | null {
    try {
      const { id, endpoint } = JSON.parse(localStorage.getItem(NAME) ?? 'null') as Record<string, unknown>
      return typeof id === 'number' && typeof endpoint === 'string' ? { id, endpoint } : null
    } catch {
      return null
    }
  },
  write(mark: PushMark | null): void {
    if (mark) localStorage.setItem(NAME, JSON.stringify(mark))
    else localStorage.removeItem(NAME)
  },
}
