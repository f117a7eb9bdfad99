// How we stand with the home hub's broker, and what people may ask of the link to it.

export interface HubState {
  connected: boolean
  since: Date | null
  /** In words; null while all is well. */
  lastError: string | null
  /** Another appliance uses our id: we wait for a person, who may give us another one. */
  stopped: boolean
  /** Of MQTT: 5, or 4 for 3.1.1; null while there is no connection. */
  protocol: 4 | 5 | null
  /** Without user and password; null = no broker is set. */
  url: string | null
  /** Of the broker's program, as it tells it; null where it does not. */
  brokerVersion: string | null
  prefix: string
  nodeId: string
  discovery: 'device' | 'entity' | 'off'
  /** What the hub is shown, and how many retained messages that takes. */
  devices: number
  entities: number
  messages: number
  /** Names of what the hub's user has deleted there. */
  withdrawn: string[]
}

/** The link as far as people may act on it. */
export interface HubLink {
  state(): HubState
  /** Tells the hub everything once more, also what its user has deleted; null = all devices. */
  announceAgain(deviceId: number | null): void
  /**
   * Takes devices away from the hub and brings them back, so that it makes up new entity ids after the names of now.
   * Resolves when they are back. Fault `not-ready` without a connection.
   */
  newEntityIds(deviceId: number | null): Promise<void>
  /** Draws another id for us, under which all is new to the hub. Fault `conflict` when a variable gives it. */
  newNodeId(): Promise<void>
}
