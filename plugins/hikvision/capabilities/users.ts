// The device's own users, and the separate list of those for ONVIF (WIRE 6.1, 6.3).
import type { DeviceUser, OnvifUsers, Users } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { flag, int, list, type Node, text } from '../isapi/xml.ts'

/** The role behind any of the three vocabularies: `Administrator`, `admin`, `Operator`, `Viewer` …; the least for others. */
export function roleOf(word: string | null): DeviceUser['role'] {
  if (/^admin/i.test(word ?? '')) return 'administrator'
  return /^operator$/i.test(word ?? '') ? 'operator' : 'viewer'
}

export function readUsers(document: Node): DeviceUser[] {
  const users = document.name === 'User' ? [document] : list(document, 'User')
  return users.flatMap((user) => {
    const id = int(user, 'id')
    const name = text(user, 'userName')
    if (id === null || name === null) return []
    const role = roleOf(text(user, 'userLevel'))
    // Where a device does not tell: its first administrator can be neither removed nor limited.
    return [{ id, name, role, inherent: flag(user, 'attribute', 'inherent') ?? (id === 1 && role === 'administrator') }]
  })
}

export function readOnvifUsers(document: Node): { id: number; name: string; level: string }[] {
  return list(document, 'User').flatMap((user) => {
    const id = int(user, 'id')
    const name = text(user, 'userName')
    return id === null || name === null ? [] : [{ id, name, level: text(user, 'userType') ?? '' }]
  })
}

export function createUsers(client: IsapiClient): Users {
  return {
    async list() {
      return readUsers(await client.get('/ISAPI/Security/users'))
    },
  }
}

export function createOnvifUsers(client: IsapiClient): OnvifUsers {
  return {
    async list() {
      return readOnvifUsers(await client.get('/ISAPI/Security/ONVIF/users'))
    },
  }
}
