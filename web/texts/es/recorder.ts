// Spanish for what Porchlight records itself.
import type { recorderTexts as english } from '../en/recorder.ts'
import type { Translation } from '../translation.ts'

export const recorderTexts = {
  'playback.tab.recorder': 'Grabar',

  'recorder.lead':
    'Lo que graba el propio Porchlight, en su propio disco: de cámaras sin grabador o además de uno. No toma un segundo flujo de la cámara.',
  'recorder.none': 'Ninguna cámara con imagen en vivo',
  'recorder.none.do': 'Añade una cámara o un grabador y se podrá grabar aquí.',
  'recorder.is.off': 'No se graba aquí',
  'recorder.is.continuous': 'Se graba siempre',
  'recorder.is.alarm': 'Se graba en torno a alarmas ({kinds}), desde {before} antes hasta {after} después',
  'recorder.is.schedule': 'Se graba: {times}',
  'recorder.is.schedule.alarm': 'En torno a alarmas: {times}',
  'recorder.keep.for': { one: 'Se conserva {count} día', other: 'Se conserva {count} días' },
  'recorder.now.nothing': 'De momento no se graba nada',
  'recorder.now.wait': 'Espera una alarma',
  'recorder.now.record': 'Graba desde {time}',
  'recorder.now.begins': 'Empieza',
  'recorder.edit': 'Qué se graba de {name}',
  'recorder.edit.some': 'Qué se graba',
  'recorder.saved': 'Guardado.',

  'recorder.title.one': 'Qué se graba de {name}',
  'recorder.title.some': { one: 'Qué se graba de {count} cámara', other: 'Qué se graba de {count} cámaras' },
  'recorder.replaces': 'Sustituye lo que estas cámaras tienen ahora.',
  'recorder.mode': 'Grabar',
  'recorder.mode.off': 'Nada',
  'recorder.mode.continuous': 'Siempre',
  'recorder.mode.alarm': 'En torno a alarmas',
  'recorder.mode.schedule': 'A ciertas horas',
  'recorder.record': 'En estas horas',
  'recorder.record.continuous': 'Todo',
  'recorder.record.alarm': 'Solo en torno a alarmas',
  'recorder.length': 'Un archivo nuevo cada',
  'recorder.keep': 'Conservarlo',
  'recorder.keep.always': 'Siempre',
  'recorder.days': { one: '{count} día', other: '{count} días' },
  'recorder.less':
    'Las grabaciones que con esto sean demasiado antiguas o demasiadas se eliminan poco después de guardarlo.',
  'recorder.room':
    'Un gigabyte del disco queda libre (menos en uno pequeño), o lo que se haya fijado en «Sistema», «Espacio»: antes se van las grabaciones más antiguas de todas las cámaras. Lo protegido se queda.',
  'recorder.problem.kinds': 'Elige un tipo de alarma.',
  'recorder.problem.days': 'Elige un día para cada horario.',
  'recorder.problem.times': 'Di cuándo empieza y termina cada horario.',
} satisfies Partial<Translation<typeof english>>
