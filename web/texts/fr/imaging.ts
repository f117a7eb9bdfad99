// French for the picture settings of a camera.
import type { imagingTexts as english } from '../en/imaging.ts'
import type { Translation } from '../translation.ts'

export const imagingTexts = {
  'imaging.title': 'Image',
  'imaging.lead': 'La luminosité et le reste. Seule la caméra les conserve : ils lui sont donc demandés à chaque fois.',
  'imaging.read': 'Lire sur la caméra',
  'imaging.none': 'La caméra n’indique aucun réglage d’image.',
  'imaging.brightness': 'Luminosité',
  'imaging.contrast': 'Contraste',
  'imaging.saturation': 'Couleur',
  'imaging.sharpness': 'Netteté',
  'imaging.ir_cut': 'Filtre infrarouge',
  'imaging.ir_cut.on': 'En place, pour le jour',
  'imaging.ir_cut.off': 'Retiré, pour la nuit',
  'imaging.ir_cut.auto': 'Automatique',
  'imaging.level': '{level} sur 100',
  'imaging.write': 'Écrire sur la caméra',
  'imaging.written': 'La caméra l’a pris.',
  'imaging.ignored': 'La caméra n’a pas changé : {fields}.',
} satisfies Partial<Translation<typeof english>>
