// Spanish for what a device has switched: its inputs and outputs, its holiday, its restart.
import type { controlTexts as english } from '../en/controls.ts'
import type { Translation } from '../translation.ts'

export const controlTexts = {
  'controls.ports': 'Entradas y salidas',
  'controls.inputs': 'Entradas',
  'controls.outputs': 'Salidas',
  'controls.input.on': 'Activa',
  'controls.input.off': 'En reposo',
  'controls.on': 'Activado',
  'controls.off': 'Desactivado',
  'controls.untold': 'no se sabe',
  'controls.unread': 'Sin leer todavía. La próxima sincronización pregunta al equipo.',
  'controls.outputs.help': 'Una salida que el equipo da como pulso vuelve sola al cabo de un momento.',
  'controls.outputs.pulse': 'Fue un pulso: la salida ya no está activa.',

  'controls.holidays': 'Vacaciones',
  'controls.holiday': 'Modo de vacaciones',
  'controls.holiday.help':
    'Activa o desactiva el primer festivo de la lista del propio equipo, con el plan que tiene para él.',

  'controls.restart': 'Reiniciar',
  'controls.restart.lead':
    'Reiniciar lleva unos dos minutos; mientras tanto se interrumpen las imágenes y la grabación.',
  'controls.restart.recorder': 'Reiniciar el grabador',
  'controls.restart.camera': 'Reiniciar la cámara',
  'controls.restart.unknown': 'Reiniciar el equipo',
  'controls.restart.title': '¿Reiniciar «{name}»?',
  'controls.restart.text':
    'Sus imágenes y su grabación se interrumpen unos dos minutos, y mientras tanto no llega ninguna alarma.',
  'controls.restart.do': 'Reiniciar',
  'controls.restarting': 'Reiniciando',
  'controls.restarting.note':
    'Sus imágenes y su grabación vuelven solas, normalmente en menos de dos minutos. No hay que hacer nada.',
} satisfies Partial<Translation<typeof english>>
