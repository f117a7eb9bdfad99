// Spanish for moving cameras.
import type { ptzTexts as english } from '../en/ptz.ts'
import type { Translation } from '../translation.ts'

export const ptzTexts = {
  'ptz.open': 'Mover la cámara',
  'ptz.pad': 'Mover {channel}',
  'ptz.hint': 'Mantén pulsada una dirección para mover. Con el teclado: flechas, + y −.',
  'ptz.up': 'Arriba',
  'ptz.down': 'Abajo',
  'ptz.left': 'Izquierda',
  'ptz.right': 'Derecha',
  'ptz.up-left': 'Arriba a la izquierda',
  'ptz.up-right': 'Arriba a la derecha',
  'ptz.down-left': 'Abajo a la izquierda',
  'ptz.down-right': 'Abajo a la derecha',
  'ptz.near': 'Acercar',
  'ptz.wide': 'Alejar',
  'ptz.home': 'Inicio',
  'ptz.home.set': 'Usar esta vista como inicio',
  'ptz.home.kept': 'Esta vista es ahora el inicio.',
  'ptz.presets': 'Posiciones',
  'ptz.presets.none': 'Todavía no hay posiciones',
  'ptz.preset.name': 'Nombre de esta vista',
  'ptz.preset.keep': 'Guardar esta vista',
  'ptz.preset.remove': 'Eliminar la posición {name}',
} satisfies Partial<Translation<typeof english>>
