// Spanish for webhooks.
import type { webhookTexts as english } from '../en/webhooks.ts'
import type { Translation } from '../translation.ts'

export const webhookTexts = {
  webhooks: 'Webhooks',
  'webhooks.lead':
    'Programas tuyos que reciben cada alarma, cuando empieza y cuando termina. Cada mensaje va firmado y se reenvía hasta que se acepta.',
  'webhooks.guide': 'Cómo los lee un programa está en la guía, en «Events».',
  'webhooks.empty': 'Todavía no se avisa a nadie.',
  'webhooks.add': 'Añadir un webhook',
  'webhooks.kinds.all': 'Alarmas de todos los tipos',
  'webhooks.kinds.some': { one: 'Alarmas de {count} tipo', other: 'Alarmas de {count} tipos' },
  'webhooks.channels.all': 'de todas las cámaras y grabadores',
  'webhooks.channels.some': { one: 'de {count} cámara', other: 'de {count} cámaras' },
  'webhooks.off': 'Desactivado',
  'webhooks.new': 'Todavía no se ha enviado nada',
  'webhooks.good': 'Último aceptado {time}',
  'webhooks.failing': 'No acepta nada desde {time}: {reason}.',
  'webhooks.next': 'Próximo intento {time}.',
  'webhooks.waiting': { one: '{count} mensaje espera.', other: '{count} mensajes esperan.' },
  'webhooks.dropped': { one: 'Se desistió de {count} mensaje.', other: 'Se desistió de {count} mensajes.' },

  'webhooks.test': 'Enviar una prueba',
  'webhooks.test.of': 'Enviar una prueba a {name}',
  'webhooks.edit': 'Cambiar {name}',
  'webhooks.remove': 'Eliminar {name}',
  'webhooks.remove.text': 'Deja de recibir avisos, y lo que espera para él se olvida.',
  'webhooks.removed': 'El webhook se ha eliminado.',
  'webhooks.saved': 'El webhook está guardado.',

  'webhooks.title.new': 'Webhook nuevo',
  'webhooks.name': 'Nombre',
  'webhooks.name.example': 'Luz del porche',
  'webhooks.url': 'Dirección',
  'webhooks.url.example': 'http://192.168.1.9:1880/porchlight',
  'webhooks.verify': 'Comprobar su certificado',
  'webhooks.verify.help': 'Desactívalo solo para un programa de casa que ha creado su propio certificado.',
  'webhooks.kinds': 'Tipos de alarma',
  'webhooks.channels': 'Cámaras',
  'webhooks.channels.every': 'Todas las cámaras y los propios grabadores',
  'webhooks.channels.picked': { one: '{count} cámara', other: '{count} cámaras' },
  'webhooks.on': 'Enviar mensajes',
  'webhooks.on.help': 'Mientras está desactivado no se guarda nada para él.',
  'webhooks.problem.kinds': 'Elige un tipo de alarma.',
  'webhooks.problem.channels': 'Elige una cámara.',

  'webhooks.secret': 'Secreto nuevo',
  'webhooks.secret.title': '¿Firmar con un secreto nuevo?',
  'webhooks.secret.text': 'Los mensajes se firman con él al momento. Hasta que el receptor lo conozca, los rechazará.',
  'webhooks.secret.made':
    'Los mensajes se firman con este secreto. Introdúcelo ahora en el programa que los recibe: no se vuelve a mostrar.',
  'webhooks.secret.close': 'Ya lo he introducido',
} satisfies Partial<Translation<typeof english>>
