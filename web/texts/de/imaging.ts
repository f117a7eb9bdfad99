// German for the picture settings of a camera.
import type { imagingTexts as english } from '../en/imaging.ts'
import type { Translation } from '../translation.ts'

export const imagingTexts = {
  'imaging.title': 'Bild',
  'imaging.lead':
    'Helligkeit und dergleichen. Nur die Kamera selbst merkt sie sich, darum wird sie jedes Mal danach gefragt.',
  'imaging.read': 'Von der Kamera lesen',
  'imaging.none': 'Die Kamera nennt keine Bildeinstellungen.',
  'imaging.brightness': 'Helligkeit',
  'imaging.contrast': 'Kontrast',
  'imaging.saturation': 'Farbe',
  'imaging.sharpness': 'Schärfe',
  'imaging.ir_cut': 'Infrarotfilter',
  'imaging.ir_cut.on': 'Vor der Linse, für den Tag',
  'imaging.ir_cut.off': 'Beiseite, für die Nacht',
  'imaging.ir_cut.auto': 'Von selbst',
  'imaging.level': '{level} von 100',
  'imaging.write': 'Auf die Kamera schreiben',
  'imaging.written': 'Die Kamera hat es übernommen.',
  'imaging.ignored': 'Die Kamera hat nicht geändert: {fields}.',
} satisfies Partial<Translation<typeof english>>
