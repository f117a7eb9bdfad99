// Spanish for the picture settings of a camera.
import type { imagingTexts as english } from '../en/imaging.ts'
import type { Translation } from '../translation.ts'

export const imagingTexts = {
  'imaging.title': 'Imagen',
  'imaging.lead': 'Brillo y similares. Solo los guarda la cámara, así que se le preguntan cada vez.',
  'imaging.read': 'Leer de la cámara',
  'imaging.none': 'La cámara no dice ningún ajuste de imagen.',
  'imaging.brightness': 'Brillo',
  'imaging.contrast': 'Contraste',
  'imaging.saturation': 'Color',
  'imaging.sharpness': 'Nitidez',
  'imaging.ir_cut': 'Filtro infrarrojo',
  'imaging.ir_cut.on': 'Puesto, para el día',
  'imaging.ir_cut.off': 'Quitado, para la noche',
  'imaging.ir_cut.auto': 'Automático',
  'imaging.level': '{level} de 100',
  'imaging.write': 'Escribir en la cámara',
  'imaging.written': 'La cámara lo ha aceptado.',
  'imaging.ignored': 'La cámara no cambió: {fields}.',
} satisfies Partial<Translation<typeof english>>
