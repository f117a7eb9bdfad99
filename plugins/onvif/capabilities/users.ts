// The camera's ONVIF users. They have no numbers there: their place in its list stands for one.
import { z } from 'zod'
import type { DeviceUser, Users } from '#plugin'
import { maybe, text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'

const user = z.object({ username: z.coerce.string(), userLevel: maybe(text) })

function roleOf(level: string | null): DeviceUser['role'] {
  if (/^admin/i.test(level ?? '')) return 'administrator'
  return /^operator$/i.test(level ?? '') ? 'operator' : 'viewer'
}

export function createUsers(client: OnvifClient): Users {
  return {
    async list() {
      const users = await client.call('say who its users are', z.array(user), (camera, done) => camera.getUsers(done))
      return users.map(({ username, userLevel }, index) => ({
        ...{ id: index + 1, name: username, role: roleOf(userLevel) },
        // ONVIF does not tell which cannot be removed.
        inherent: false,
      }))
    },
  }
}
