// What the picture settings of a camera ask the API.
import type { imagingOut, imagingWrittenOut } from '../../../../core/api/imaging.wire.ts'
import { ask } from '../../../api.ts'

export type Image = ReturnType<typeof imagingOut>['data']
export type Written = ReturnType<typeof imagingWrittenOut>

export const readImage = (channelId: number) => ask<{ data: Image }>(`/api/cameras/${channelId}/imaging`)
export const writeImage = (channelId: number, patch: Partial<Image>) =>
  ask<Written>(`/api/cameras/${channelId}/imaging`, { method: 'PUT', body: patch })
