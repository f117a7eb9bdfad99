// What a discovery topic of ours says by itself: the form, the device, and in the form of one message an entity the entity. Pure.

export interface ConfigTopic {
  prefix: string
  form: 'device' | 'entity'
  identifier: string
  /** Null in the form of one message a device. */
  key: string | null
}

/** Null for what is no discovery topic. */
export function readConfigTopic(topic: string): ConfigTopic | null {
  const levels = topic.split('/')
  if (levels.pop() !== 'config') return null
  const device = levels.at(-2) === 'device'
  const identifier = levels.at(device ? -1 : -2)
  const prefix = levels.slice(0, device ? -2 : -3).join('/')
  if (!identifier || !prefix) return null
  return { prefix, form: device ? 'device' : 'entity', identifier, key: device ? null : (levels.at(-1) ?? null) }
}

/** The appliance before its devices, and these before their channels. */
export function depthOf(topic: string): number {
  return readConfigTopic(topic)?.identifier.split('_').length ?? 0
}
