// Who and what is in the data folders of releases: what must be there again behind every upgrade.

/** The same in every release's folder. */
export const PEOPLE = {
  owner: { username: 'owner', password: 'correct horse battery' },
  viewer: { username: 'neighbour', password: 'only the front door' },
  /** The recorder, as it is simulated. */
  device: { user: 'watcher', password: 'Nachtigall&7' },
  /** With a login, which is stored under the secret key as the recorder's is. */
  camera: 'rtsp://garden:Regenwurm-3@192.0.2.3/live',
  passphrase: 'a porch in the evening',
}

/** The file in which a release has made its backup, with recordings. */
export const BACKUP = 'house.porchlight-backup'

/** What a release drew by itself. */
export interface Household {
  /** An API key that may read. */
  key: string
  /** Path of a picture of the first channel by a lasting stream link. */
  link: string
  /** Id of a recording that was fetched from the recorder. */
  recording: string
  alarms: number
  /** Their uuids, by number. */
  channels: string[]
}
