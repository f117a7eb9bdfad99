// LightNVR's API (seed 001) over our services: below `/lightnvr`, and at the root of ports of its own.
import { Hono } from 'hono'
import { createKeptAnswers, type Dialect, type Plugin, type Services } from '#plugin'
import { type Counts, createAround } from './around.ts'
import { identify } from './auth.ts'
import { type Basic, createBasic } from './basic.ts'
import { byHandRoutes } from './by-hand.ts'
import { detectionRoutes } from './detection.ts'
import { errorAnswer, nothing } from './errors.ts'
import { factorRoutes } from './factor.ts'
import { healthRoutes } from './health.ts'
import { hubOf } from './hub.ts'
import { imagingRoutes } from './imaging.ts'
import { liveRoutes } from './live.ts'
import { motionRoutes } from './motion.ts'
import { motionRecordingRoutes } from './motion-recordings.ts'
import { oddRoutes } from './odds.ts'
import { onvifRoutes } from './onvif.ts'
import { ownSessionRoutes } from './own-sessions.ts'
import { createPending, type Pending } from './pending.ts'
import { peopleRoutes } from './people.ts'
import { PROFILES, profileOf } from './profile.ts'
import { ptzRoutes } from './ptz.ts'
import { recordingBatchRoutes } from './recording-batches.ts'
import { recordingFileRoutes } from './recording-files.ts'
import { recordingTagRoutes } from './recording-tags.ts'
import { recordingRoutes } from './recordings.ts'
import { retentionRoutes } from './retention.ts'
import { settingsRoutes } from './settings.ts'
import { signInRoutes } from './sign-in.ts'
import { storageRoutes } from './storage.ts'
import { streamTestRoutes } from './stream-tests.ts'
import { streamWriteRoutes } from './stream-writes.ts'
import { streamRoutes } from './streams.ts'
import { systemRoutes } from './system.ts'
import { timelineRoutes } from './timeline.ts'
import { zoneRoutes } from './zones.ts'

const PUBLIC = [
  '/api/auth/login',
  '/api/auth/login/totp',
  '/api/auth/login/config',
  '/api/auth/logout',
  '/logout',
  '/api/auth/verify',
  '/api/setup/status',
  '/api/health',
  '/api/health/hls',
  '/api/system/status',
]

/** Of one appliance, for all of its mounts; gone with it. */
interface State {
  basic: Basic
  pending: Pending
  counts: Counts
}

const states = new WeakMap<Services, State>()

function stateOf(services: Services): State {
  const known = states.get(services)
  if (known) return known
  const made = { basic: createBasic(services), pending: createPending(), counts: { total: 0, failed: 0 } }
  states.set(services, made)
  return made
}

const dialect: Dialect = {
  at: { path: '/lightnvr', profiles: PROFILES, loosePaths: true },
  public: PUBLIC,
  around: (services) => createAround(stateOf(services).counts),
  authenticate: (request, services, origin) => identify(request, services, stateOf(services).basic, origin),
  routes(services, { base, profile: name }) {
    const profile = profileOf(name)
    const { pending, counts } = stateOf(services)
    return new Hono()
      .route('/', signInRoutes(services, pending, base))
      .route('/', recordingFileRoutes(services))
      .route('/', recordingBatchRoutes(services))
      .route('/', recordingTagRoutes(services))
      .route('/', recordingRoutes(services))
      .route('/', streamRoutes(services, profile))
      .route('/', streamTestRoutes(services))
      .route('/', streamWriteRoutes(services, profile))
      .route('/', retentionRoutes(services))
      .route('/', zoneRoutes(services))
      .route('/', detectionRoutes(services, profile))
      .route('/', motionRoutes(services))
      .route('/', motionRecordingRoutes(services))
      .route('/', ptzRoutes(services))
      .route('/', imagingRoutes(services))
      .route('/', byHandRoutes(services))
      .route('/', onvifRoutes(services))
      .route('/', systemRoutes(services, base))
      .route('/', settingsRoutes(services))
      .route('/', storageRoutes(services))
      .route('/', oddRoutes(services, counts))
      .route('/', peopleRoutes(services))
      .route('/', factorRoutes(services))
      .route('/', ownSessionRoutes(services))
      .route('/', timelineRoutes(services, createKeptAnswers(services)))
      .route('/', liveRoutes(services))
      .route('/', healthRoutes(services, counts)) as unknown as Hono
  },
  fault: errorAnswer,
  nothing,
  hub: hubOf,
}

export const lightnvr: Plugin = { id: 'lightnvr-compat', title: 'LightNVR', dialect }
