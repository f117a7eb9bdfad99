// Every document of the device in one table of routes.
import { type Downloads, downloadRoutes } from '../download/index.ts'
import type { Route } from '../http/router.ts'
import type { Pictures } from '../pictures.ts'
import { ptzRoutes } from '../ptz/routes.ts'
import { distributionRoutes } from '../recording/distribution.ts'
import { logRoutes } from '../recording/log.ts'
import { searchRoutes } from '../recording/search.ts'
import { trackRoutes } from '../recording/tracks.ts'
import { capabilityRoutes } from './capabilities.ts'
import { detectionRoutes } from './detections.ts'
import { inputProxyRoutes } from './input-proxy.ts'
import { ioRoutes } from './io.ts'
import { onvifUserRoutes } from './onvif-users.ts'
import { permissionRoutes } from './permissions.ts'
import { pictureRoutes } from './picture.ts'
import { securityRoutes } from './security.ts'
import { storageRoutes } from './storage.ts'
import { streamingRoutes } from './streaming.ts'
import { systemRoutes } from './system.ts'
import { timeRoutes } from './time.ts'
import { triggerRoutes } from './triggers.ts'
import { userRoutes } from './users.ts'
import { videoInputRoutes } from './video-inputs.ts'

export function documentRoutes(deps: { pictures: Pictures; downloads: Downloads }): Route[] {
  return [
    ...systemRoutes,
    ...timeRoutes,
    ...capabilityRoutes,
    ...securityRoutes,
    ...userRoutes,
    ...permissionRoutes,
    ...onvifUserRoutes,
    ...videoInputRoutes,
    ...inputProxyRoutes,
    ...streamingRoutes,
    ...pictureRoutes(deps.pictures),
    ...detectionRoutes,
    ...triggerRoutes,
    ...storageRoutes,
    ...distributionRoutes,
    ...searchRoutes(),
    ...downloadRoutes(deps.downloads),
    ...trackRoutes,
    ...logRoutes(),
    ...ioRoutes,
    ...ptzRoutes,
  ]
}
