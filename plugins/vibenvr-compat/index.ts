// VibeNVR's API (seed 003) over our services: below `/vibenvr`, and at the root of ports of its own, with and without `/api`.
import { Hono } from 'hono'
import type { Dialect, Plugin } from '#plugin'
import { apiTokenRoutes } from './api-tokens.ts'
import { around } from './around.ts'
import { identify } from './auth.ts'
import { cameraFileRoutes } from './camera-files.ts'
import { cameraTestRoutes } from './camera-tests.ts'
import { cameraWriteRoutes } from './camera-writes.ts'
import { cameraRoutes } from './cameras.ts'
import { errorAnswer, notAllowed, nothing } from './errors.ts'
import { eventWriteRoutes } from './event-writes.ts'
import { eventRoutes } from './events.ts'
import { groupRoutes } from './groups.ts'
import { homepageRoutes } from './homepage.ts'
import { liveRoutes } from './live.ts'
import { logRoutes } from './logs.ts'
import { mediaRoutes } from './media.ts'
import { oddRoutes } from './odds.ts'
import { onvifAddingRoutes } from './onvif-adding.ts'
import { ownAccountRoutes } from './own-account.ts'
import { ptzRoutes } from './ptz.ts'
import { settingsRoutes } from './settings.ts'
import { settingsDeedRoutes } from './settings-deeds.ts'
import { signInRoutes } from './sign-in.ts'
import { statsRoutes } from './stats.ts'
import { storageProfileRoutes } from './storage-profiles.ts'
import { userRoutes } from './users.ts'

const PUBLIC = [
  '',
  '/',
  '/health',
  '/auth/status',
  '/auth/setup',
  '/auth/login',
  '/auth/logout',
  '/auth/me-from-cookie',
]

const dialect: Dialect = {
  at: { path: '/vibenvr', alias: '/api' },
  public: PUBLIC,
  around: () => around,
  authenticate: (request, services, origin) => identify(request, services, origin),
  routes(services, { base }) {
    return new Hono()
      .route('/', signInRoutes(services, base))
      .route('/', ownAccountRoutes(services))
      .route('/', apiTokenRoutes(services))
      .route('/', userRoutes(services))
      .route('/', oddRoutes(services))
      .route('/', statsRoutes(services))
      .route('/', homepageRoutes(services))
      .route('/', storageProfileRoutes(services))
      .route('/', logRoutes(services))
      .route('/', cameraFileRoutes(services))
      .route('/', cameraTestRoutes(services))
      .route('/', groupRoutes(services))
      .route('/', cameraRoutes(services))
      .route('/', cameraWriteRoutes(services))
      .route('/', eventRoutes(services))
      .route('/', eventWriteRoutes(services))
      .route('/', mediaRoutes(services))
      .route('/', liveRoutes(services))
      .route('/', ptzRoutes(services))
      .route('/', onvifAddingRoutes(services))
      .route('/', settingsRoutes(services))
      .route('/', settingsDeedRoutes(services)) as unknown as Hono
  },
  fault: errorAnswer,
  nothing,
  notAllowed,
}

export const vibenvr: Plugin = { id: 'vibenvr-compat', title: 'VibeNVR', dialect }
