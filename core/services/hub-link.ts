// How we stand with the hub's broker, for who may know: the link itself is made after all services, and handed in here.
import type { Caller } from '../domain/caller.ts'
import type { HubLink } from '../domain/hub-link.ts'
import type { AccessService } from './access.ts'
import type { HubMemory } from './hub.ts'

export interface HubStanding {
  connected: boolean
  /** Without user and password; null for who may not know it, who is not the founder. */
  url: string | null
}

export interface HubLinkService {
  /** From now on this one is told of. */
  is(link: Pick<HubLink, 'state'>): void
  /** Null where the caller's household has no broker, and for who may not read of the system. */
  standing(caller: Caller): HubStanding | null
}

interface Deps {
  access: Pick<AccessService, 'allows'>
  hub: Pick<HubMemory, 'householdId'>
}

export function createHubLink({ access, hub }: Deps): HubLinkService {
  let link: Pick<HubLink, 'state'> | null = null
  return {
    is(made) {
      link = made
    },
    standing(caller) {
      const isOurs = 'householdId' in caller && caller.householdId === hub.householdId()
      const state = isOurs && access.allows(caller, 'system') ? link?.state() : undefined
      if (!state || state.url === null) return null
      return { connected: state.connected, url: access.allows(caller, 'appliance') ? state.url : null }
    },
  }
}
