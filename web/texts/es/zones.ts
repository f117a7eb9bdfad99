// Spanish for the zones of a camera's picture.
import type { zoneTexts as english } from '../en/zones.ts'
import type { Translation } from '../translation.ts'

export const zoneTexts = {
  'zones.title': 'Zonas',
  'zones.of': 'Zonas de {channel}',
  'zones.open': 'Zonas de esta imagen',
  'zones.back': 'Volver a la cámara',
  'zones.lead':
    'Las alarmas que nombran un sitio fuera de todas las zonas no inician ninguna grabación. Las que no nombran ninguno se graban, y se avisa de todas.',
  'zones.none': 'No hay zonas: cuentan las alarmas en cualquier parte de la imagen.',
  'zones.how':
    'Arrastra las esquinas o muévelas con las flechas. Un círculo pequeño añade una esquina; Supr o un doble clic la quita.',
  'zones.name.new': 'Zona {number}',
  'zones.unnamed': 'Sin nombre',
  'zones.name': 'Nombre',
  'zones.color': 'Color',
  'zones.on': 'Cuenta',
  'zones.off': 'no cuenta',
  'zones.add': 'Zona nueva',
  'zones.save': 'Guardar las zonas',
  'zones.saved': 'Zonas guardadas.',
  'zones.remove': 'Eliminar {name}',
  'zones.corner': 'Esquina {number}: {x} % desde la izquierda, {y} % desde arriba',
  'zones.corner.add': 'Añadir una esquina después de la {number}',
} satisfies Partial<Translation<typeof english>>
