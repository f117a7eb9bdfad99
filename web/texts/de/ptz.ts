// German for moving cameras.
import type { ptzTexts as english } from '../en/ptz.ts'
import type { Translation } from '../translation.ts'

export const ptzTexts = {
  'ptz.open': 'Kamera bewegen',
  'ptz.pad': '{channel} bewegen',
  'ptz.hint': 'Zum Bewegen eine Richtung gedrückt halten. Mit der Tastatur: Pfeiltasten, + und −.',
  'ptz.up': 'Nach oben',
  'ptz.down': 'Nach unten',
  'ptz.left': 'Nach links',
  'ptz.right': 'Nach rechts',
  'ptz.up-left': 'Nach links oben',
  'ptz.up-right': 'Nach rechts oben',
  'ptz.down-left': 'Nach links unten',
  'ptz.down-right': 'Nach rechts unten',
  'ptz.near': 'Heranzoomen',
  'ptz.wide': 'Herauszoomen',
  'ptz.home': 'Grundstellung',
  'ptz.home.set': 'Als Grundstellung merken',
  'ptz.home.kept': 'Dieser Blick ist jetzt die Grundstellung.',
  'ptz.presets': 'Positionen',
  'ptz.presets.none': 'Noch keine Positionen',
  'ptz.preset.name': 'Name dieses Blicks',
  'ptz.preset.keep': 'Diesen Blick behalten',
  'ptz.preset.remove': 'Position {name} entfernen',
} satisfies Partial<Translation<typeof english>>
