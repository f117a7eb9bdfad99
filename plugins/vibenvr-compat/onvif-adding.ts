// What VibeNVR's pages ask to find and add ONVIF cameras: refused, since our own pages do that with the login that belongs to it.
import { type Context, Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'

const OURS = 'Add ONVIF cameras in our own pages: they find them, and keep the login to each'

export function onvifAddingRoutes({ access }: Pick<Services, 'access'>): Hono<Env> {
  const words = (summary: string) => route({ summary, right: 'manage', limit: 'dialect', tags: ['VibeNVR'] })
  const refuse = (c: Context<Env>) => {
    access.household(callerOf(c), 'manage')
    throw new Fault('unsupported', OURS)
  }
  return new Hono<Env>()
    .post('/onvif/probe', words('Refused: what an ONVIF camera says of itself'), refuse)
    .get('/onvif/scan/stream', words('Refused: a search for ONVIF cameras'), refuse)
    .post('/onvif/deep-scan', words('Refused: a closer look at one address'), refuse)
}
