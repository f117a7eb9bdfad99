// All models by their name on the command line.
import { camera } from './camera.ts'
import { dvr4 } from './dvr4.ts'
import type { Model, ModelId } from './model.ts'
import { nvr8 } from './nvr8.ts'

export const MODELS: Readonly<Record<ModelId, Model>> = { nvr8, dvr4, camera }
export type { ChannelModel, Encoding, Model, ModelId } from './model.ts'
