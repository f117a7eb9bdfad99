// Spanish for the timeline of a day and for playing footage.
import type { dayTexts as english } from '../en/day.ts'
import type { Translation } from '../translation.ts'

export const dayTexts = {
  'day.at': '{day}, {time}',
  'day.title': 'Vídeo grabado de {channel}',
  'day.month': 'Al mes',
  'day.gone': 'Este canal no está.',
  'day.gone.do': 'Puede que se haya eliminado o que no guarde nada que puedas reproducir.',
  'day.picture': 'Vídeo de {channel}',
  'day.channels': 'Canales',
  'day.choose': 'Elegir canales',
  'day.moment': 'Momento',
  'day.controls': 'Reproducción',
  'day.clock': 'Las horas son las del grabador.',
  'day.keys':
    'Espacio reproduce y pausa, las flechas saltan 10 segundos, con Mayús un minuto. [ y ] marcan un tramo, E lo exporta, + y − acercan y alejan, N y P van de alarma en alarma, L pasa a en vivo.',

  'day.legend': 'Qué muestran las franjas',
  'day.legend.footage': 'grabado',
  'day.legend.motion': 'solo con movimiento',
  'day.legend.gap': 'falta',
  'day.legend.copy': 'nuestra copia',

  'day.starting': 'Preguntando al grabador…',
  'day.waiting': 'Esperando al grabador…',
  'day.ended': 'Después de esto no hay nada grabado.',
  'day.from.copy': 'nuestra copia',
  'day.from.recorder': 'del grabador',

  'day.play': 'Reproducir',
  'day.pause': 'Pausar',
  'day.back': 'Diez segundos atrás',
  'day.forward': 'Diez segundos adelante',
  'day.rate': 'Velocidad',
  'day.live': 'En vivo',
  'day.zoom.in': 'Acercar',
  'day.zoom.out': 'Alejar',
  'day.alarm': '{kind} a las {time}',
  'day.alarms': { one: '{first} y {count} alarma más', other: '{first} y {count} alarmas más' },
  'day.gap': '{cause}: sin grabar de {from} a {to}',

  'gaps.cause.clock_jump': 'El reloj saltó',
  'gaps.cause.device_offline': 'Grabador sin conexión',
  'gaps.cause.disk_error': 'Fallo del disco',
  'gaps.cause.no_video': 'Sin imagen de la cámara',
  'gaps.cause.motion_only': 'Solo graba con movimiento',
  'gaps.cause.unknown': 'Causa desconocida',

  'day.mark.from': 'El tramo empieza aquí',
  'day.mark.to': 'El tramo termina aquí',
  'day.export': 'Exportar',
  'day.export.key': 'Exportar el tramo marcado (E)',
  'day.export.title': 'Exportar este tramo',
  'day.export.as': 'Como',
  'day.export.film': 'Un solo vídeo',
  'day.export.clips': 'Los clips del grabador',
  'day.export.film.note':
    'Un MP4 desde el fotograma clave anterior al comienzo hasta el final, sin volver a codificar. Queda entre las grabaciones, donde se puede guardar.',
  'day.export.clips.note': 'Cada clip que toca el tramo se trae entero y queda entre las grabaciones.',
  'day.export.from': 'Desde',
  'day.export.to': 'Hasta',
  'day.export.length': 'Duración',
  'day.export.queued': 'Se está preparando. La línea de arriba dice cuánto lleva.',
  'day.export.unmarked': 'Marca primero dónde empieza y termina el tramo, con [ y ].',
} satisfies Partial<Translation<typeof english>>
