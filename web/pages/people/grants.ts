// Grants as they are edited: which rights on which camera, what a press does, and what has changed.
import type { GrantOut } from './asks.ts'

export const RIGHTS = ['view', 'playback', 'export', 'ptz'] as const
export type Right = (typeof RIGHTS)[number]
/** By camera; one that is missing is not granted. */
export type Grants = ReadonlyMap<number, ReadonlySet<Right>>

/** What of a camera counts here. */
export interface Camera {
  id: number
  hasPtz: boolean
}

export const fromWire = (rows: readonly GrantOut[]): Grants =>
  new Map(rows.map((row) => [row.channel_id, new Set(RIGHTS.filter((right) => row[right]))]))

export const toWire = (grants: Grants): GrantOut[] =>
  [...grants]
    .filter(([, rights]) => rights.size > 0)
    .map(([channel_id, rights]) => ({
      channel_id,
      view: rights.has('view'),
      playback: rights.has('playback'),
      export: rights.has('export'),
      ptz: rights.has('ptz'),
    }))

export const has = (grants: Grants, camera: number, right: Right): boolean => grants.get(camera)?.has(right) === true

/** Cameras that the right makes sense on. */
export const placesOf = (cameras: readonly Camera[], right: Right): Camera[] =>
  cameras.filter(({ hasPtz }) => right !== 'ptz' || hasPtz)

/**
 * Given to all of these cameras, or taken from all where all have it. Nobody plays back what he may not see: the other rights
 * bring the live picture along, and go with it.
 */
export function toggled(grants: Grants, cameras: readonly Camera[], right: Right): Grants {
  const places = placesOf(cameras, right)
  const takes = places.every(({ id }) => has(grants, id, right))
  const next = new Map(grants)
  for (const { id } of places) {
    const rights = new Set(takes && right === 'view' ? [] : grants.get(id))
    if (takes) rights.delete(right)
    else rights.add('view').add(right)
    next.set(id, rights)
  }
  return next
}

export interface Change {
  camera: number
  before: Right[]
  after: Right[]
}

const list = (grants: Grants, camera: number) => RIGHTS.filter((right) => has(grants, camera, right))

export function changesOf(before: Grants, after: Grants): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((camera) => ({ camera, before: list(before, camera), after: list(after, camera) }))
    .filter((change) => change.before.join() !== change.after.join())
}
