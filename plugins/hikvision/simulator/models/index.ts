// All models by their name on the command line.
import { camera } from './camera.ts'
import { dome } from './dome.ts'
import { dvr4 } from './dvr4.ts'
import type { Model, ModelId } from './model.ts'
import { nvr8 } from './nvr8.ts'
import { nvr64 } from './nvr64.ts'

export const MODELS: Readonly<Record<ModelId, Model>> = { nvr8, nvr64, dvr4, camera, dome }
export type { ChannelModel, Encoding, Family, Model, ModelId, Movement, Recording } from './model.ts'
