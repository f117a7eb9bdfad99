// French for moving cameras.
import type { ptzTexts as english } from '../en/ptz.ts'
import type { Translation } from '../translation.ts'

export const ptzTexts = {
  'ptz.open': 'Orienter la caméra',
  'ptz.pad': 'Orienter {channel}',
  'ptz.hint': 'Maintenez une direction pour bouger. Au clavier : flèches, + et −.',
  'ptz.up': 'Haut',
  'ptz.down': 'Bas',
  'ptz.left': 'Gauche',
  'ptz.right': 'Droite',
  'ptz.up-left': 'En haut à gauche',
  'ptz.up-right': 'En haut à droite',
  'ptz.down-left': 'En bas à gauche',
  'ptz.down-right': 'En bas à droite',
  'ptz.near': 'Zoom avant',
  'ptz.wide': 'Zoom arrière',
  'ptz.home': 'Accueil',
  'ptz.home.set': 'En faire la vue d’accueil',
  'ptz.home.kept': 'Cette vue est maintenant celle d’accueil.',
  'ptz.presets': 'Positions',
  'ptz.presets.none': 'Pas encore de position',
  'ptz.preset.name': 'Nom de cette vue',
  'ptz.preset.keep': 'Garder cette vue',
  'ptz.preset.remove': 'Supprimer la position {name}',
} satisfies Partial<Translation<typeof english>>
