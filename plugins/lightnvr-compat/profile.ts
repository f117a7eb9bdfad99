// The two ways in which LightNVR's document and its code disagree: `document` answers as the one, `code` as the other.

export const PROFILES = ['document', 'code'] as const
export type Profile = (typeof PROFILES)[number]

/** The one that a mount names; whatever is not `code` is the document's. */
export const profileOf = (name: string | undefined): Profile => (name === 'code' ? 'code' : 'document')

/** How a stream is, before either has a word for it. */
export type StreamState = 'disabled' | 'stopped' | 'starting' | 'running' | 'reconnecting' | 'away' | 'error'

const WORDS: Record<Profile, Record<StreamState, string>> = {
  document: {
    disabled: 'disabled',
    stopped: 'disconnected',
    starting: 'connecting',
    running: 'connected',
    reconnecting: 'reconnecting',
    away: 'disconnected',
    error: 'error',
  },
  code: {
    disabled: 'Stopped',
    stopped: 'Stopped',
    starting: 'Starting',
    running: 'Running',
    reconnecting: 'Reconnecting',
    away: 'Error',
    error: 'Error',
  },
}

export const statusWord = (profile: Profile, state: StreamState): string => WORDS[profile][state]
