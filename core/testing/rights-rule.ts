// What a route must answer to whom, from the right that it declares alone: DESIGN 7 written down a second time, as a table.
import type { Right } from '../http/route.ts'
import type { Asker } from './rights-stand.ts'
import type { Sent, Subject } from './rights-table.ts'

/** `open`: not refused. */
export type Expected = 401 | 403 | 404 | 'open'

const OPERATOR: readonly Right[] = [
  'view',
  'playback',
  'export',
  'ptz',
  'snapshot',
  'record',
  'acknowledge',
  'restart',
  'system',
]
const READING: readonly Right[] = ['view', 'playback', 'export', 'snapshot', 'system']
/** Lists of these show each caller what is his. */
const FILTERED: readonly Right[] = ['view', 'playback', 'export']
/** Things that a viewer sees by his grant on their channel. */
const GRANTED: readonly Subject[] = ['channel', 'device', 'nvr', 'recording', 'alarm', 'event', 'job']
/** What belongs to one person alone: not even an admin of his household finds it. */
export const PERSONAL: readonly Subject[] = ['key', 'sign-in', 'link', 'wall', 'push']

function has({ role, readOnly }: Asker, right: Right): boolean {
  if (readOnly && !READING.includes(right)) return false
  if (right === 'appliance') return role === 'founder'
  if (role === 'admin' || role === 'founder') return true
  return role === 'operator' && OPERATOR.includes(right)
}

export function expected(
  asker: Asker,
  right: Right,
  about: Subject | null,
  isOwn: boolean,
  { keys, publicTo }: Sent,
  path = '',
): Expected {
  if (publicTo) return asker.role !== 'out' && has(asker, publicTo) ? 'open' : 403
  if (right === 'public') return 'open'
  if (asker.role === 'out') return 401
  if (keys === 'none' && asker.readOnly) return 403
  const answer = tellsHousehold(path, about) && isOwn && isHidden(asker) ? 403 : byRight(asker, right, about, isOwn)
  return answer === 'open' && keys === 'writing' && asker.readOnly ? 403 : answer
}

/** ADR 0013: VibeNVR's clients are told of a camera of their own household that they may not see it. */
const tellsHousehold = (path: string, about: Subject | null) => about === 'channel' && path.startsWith('/vibenvr/')
const isHidden = ({ role, granted }: Asker) => role === 'viewer' && !granted

function byRight(asker: Asker, right: Right, about: Subject | null, isOwn: boolean): Expected {
  if (right === 'signed-in') {
    if (!isOwn) return 404
    // Everybody may see himself; the one who is asked about here is somebody else.
    return about === 'user' && !has(asker, 'people') ? 403 : 'open'
  }
  if (about && GRANTED.includes(about)) {
    if (!isOwn) return 404
    if (asker.role !== 'viewer') return has(asker, right) ? 'open' : 403
    if (!asker.granted) return 404
    // Of a device he reads what his channels have.
    const included: readonly Right[] = about === 'device' ? ['view', 'playback'] : [...FILTERED, 'ptz']
    return included.includes(right) ? 'open' : 403
  }
  if (about === null && asker.role === 'viewer' && FILTERED.includes(right)) return 'open'
  if (!has(asker, right)) return 403
  return isOwn ? 'open' : 404
}
