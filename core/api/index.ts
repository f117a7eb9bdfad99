// Everything below `/api`: a noun a file, mounted here.
import { Hono } from 'hono'
import type { Env } from '../http/guard.ts'
import type { Services } from '../services/index.ts'
import { activityRoutes } from './activity.ts'
import { authRoutes } from './auth.ts'
import { jobRoutes } from './jobs.ts'
import { keyRoutes } from './keys.ts'
import { alarmRoutes } from './manager/alarms.ts'
import { mediaSignRoutes } from './media-sign.ts'
import { settingRoutes } from './settings.ts'
import { systemRoutes } from './system.ts'
import type { HubState } from './system.wire.ts'

export interface ApiDeps {
  services: Services
  hub: { state(): HubState }
}

export function apiRoutes({ services, hub }: ApiDeps): Hono<Env> {
  const api = new Hono<Env>()
  for (const routes of [
    authRoutes(services),
    settingRoutes(services),
    keyRoutes(services),
    activityRoutes(services),
    jobRoutes(services),
    mediaSignRoutes(services),
    systemRoutes({ access: services.access, hub }),
    alarmRoutes(services),
  ])
    api.route('/', routes)
  return api
}
