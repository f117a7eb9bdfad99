// One icon for each kind of alarm and of what we noticed ourselves.
import {
  Aperture,
  Backpack,
  Bell,
  DoorOpen,
  EarIcon,
  EyeOff,
  Footprints,
  HardDrive,
  KeyRound,
  Network,
  PackageX,
  PersonStanding,
  Plug,
  ScanFace,
  ScanLine,
  Shuffle,
  Siren,
  SquareDashed,
  TriangleAlert,
  Unplug,
  VideoOff,
  WifiOff,
} from 'lucide-preact'

const ICONS: Record<string, typeof Bell> = {
  motion: Footprints,
  pir: Footprints,
  line_crossing: ScanLine,
  intrusion: PersonStanding,
  region_entrance: DoorOpen,
  region_exiting: SquareDashed,
  face: ScanFace,
  unattended: Backpack,
  removed_object: PackageX,
  sound: EarIcon,
  tamper: EyeOff,
  scene_change: Shuffle,
  defocus: Aperture,
  video_loss: VideoOff,
  input: Plug,
  disk_full: HardDrive,
  disk_error: HardDrive,
  network_lost: WifiOff,
  ip_conflict: Network,
  illegal_login: KeyRound,
  record_failed: Siren,
  offline: Unplug,
  error: TriangleAlert,
}

export function KindIcon({ kind }: { kind: string }) {
  const Icon = ICONS[kind] ?? Bell
  return <Icon aria-hidden="true" />
}
