// Spanish for the calendar of what the recorders have.
import type { playbackTexts as english } from '../en/playback.ts'
import type { Translation } from '../translation.ts'

export const playbackTexts = {
  'nav.playback': 'Reproducir',

  'playback.month': 'Mes',
  'playback.before': 'Mes anterior',
  'playback.after': 'Mes siguiente',
  'playback.today': 'Este mes',
  'playback.table': 'Qué hay grabado en {month}',
  'playback.channel': 'Canal',
  'playback.reading': 'Leyendo…',
  'playback.reading.help': 'Se está preguntando al grabador lo que falta de este mes. Aparece aquí solo.',
  'playback.away': 'Sin conexión: se muestra lo que se sabe',
  'playback.fault': 'No se pudo cargar',
  'playback.no.channels': 'Ningún canal que puedas reproducir.',

  'playback.none': 'Todavía no hay grabador',
  'playback.none.do': 'Añade uno, y cada día que haya grabado aparecerá aquí.',
  'playback.without': 'No hay grabaciones que reproducir',
  'playback.without.do': 'Ninguno de tus equipos graba por sí mismo y lo cuenta, o no puedes reproducir lo que guarda.',
  'playback.without.record': 'Grabar con Porchlight',

  'playback.legend': 'Qué significan las celdas',
  'playback.legend.less': 'menos',
  'playback.legend.more': 'más grabado',
  'playback.legend.missing': 'previsto, pero falta',
  'playback.legend.unread': 'grabado, cantidad aún sin leer',
  'playback.legend.keys': 'Las flechas van de día en día, Intro abre uno.',

  'playback.cell.day': '{day}: {words}',
  'playback.cell.share': '{length} de 24 h',
  'playback.cell.missing': '{words}, faltan {length} de lo previsto',
  'playback.cell.nothing': 'nada grabado',
  'playback.cell.absent': 'nada grabado, aunque estaba previsto',
  'playback.cell.unread': 'grabado, cantidad aún sin leer',
  'playback.cell.unknown': 'no se sabe',
  'playback.cell.future': 'todavía por llegar',

  'playback.hours': '{hours} h',
  'playback.hoursMinutes': '{hours} h {minutes} min',
  'playback.minutes': '{minutes} min',
  'playback.underMinute': 'menos de un minuto',

  'playback.day.close': 'Cerrar este día',
  'playback.day.before': 'Día anterior',
  'playback.day.after': 'Día siguiente',
  'playback.day.clock': 'Las horas son las del propio grabador.',
  'playback.day.ranges': 'Grabado',
  'playback.day.count': { one: '{count} tramo de vídeo', other: '{count} tramos de vídeo' },
  'playback.day.range': 'de {from} a {to}',
  'playback.day.length': '({length})',
  'playback.day.others': 'Los demás canales',
} satisfies Partial<Translation<typeof english>>
