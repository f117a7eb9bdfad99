// Spanish for being told of alarms by the browser.
import type { pushTexts as english } from '../en/push.ts'
import type { Translation } from '../translation.ts'

export const pushTexts = {
  'push.title': 'Notificaciones',
  'push.short': 'Que este navegador o teléfono te avise de las alarmas.',
  'push.here': 'Alarmas en este dispositivo',
  'push.lead':
    'Tu navegador te avisa de las alarmas, también cuando Porchlight no está abierto. Cada teléfono, tableta y ordenador tiene su propia elección.',
  'push.leaves':
    'El mensaje pasa por el servicio de avisos del fabricante del navegador, cifrado para que solo este navegador pueda leerlo. Ninguna imagen sale de casa.',
  'push.insecure':
    'Los navegadores solo permiten esto por HTTPS, y esta página ha llegado por HTTP simple. Todo lo demás funciona sin ello. Cómo configurar HTTPS está en la guía, en «HTTPS».',
  'push.install':
    'En un iPhone o iPad, pon primero Porchlight en la pantalla de inicio: toca Compartir y luego «Añadir a pantalla de inicio». Después ábrelo desde allí y vuelve a esta página.',
  'push.unsupported':
    'A este navegador no se le puede avisar de nada mientras Porchlight no está abierto. Prueba con otro o con una versión más nueva.',
  'push.denied':
    'A este navegador se le dijo que no mostrara notificaciones de Porchlight. Permítelas en sus ajustes para esta página y vuelve a cargarla.',
  'push.refused': 'Sin ese permiso, este navegador no puede mostrar nada. Permítelo cuando pregunte.',
  'push.noWorker':
    'El navegador rechaza lo que hace falta para ello. Casi siempre es que no confía en el certificado de esta página: si es uno propio, hay que instalarlo en este dispositivo.',
  'push.noService': 'El navegador no pudo llegar a su servicio de avisos: {reason}',

  'push.on': 'Avisar en este dispositivo',
  'push.isOn': 'Este navegador te avisa de las alarmas.',
  'push.until':
    'Te avisa hasta: {time}. Cada vez que abres Porchlight aquí se alarga una semana, como mucho hasta un mes después de iniciar sesión.',
  'push.off': 'Dejar de avisar aquí',
  'push.turnedOn': 'Este navegador te avisa de las alarmas desde ahora.',
  'push.turnedOff': 'Este navegador ya no te avisa de nada.',
  'push.saved': 'De qué te avisa este navegador está guardado.',

  'push.test': 'Enviar una prueba',
  'push.test.done': 'La prueba está en camino y debería aparecer enseguida.',
  'push.test.failed': 'La prueba no se aceptó: {reason}.',
  'push.test.title': 'Porchlight puede avisarte',
  'push.test.text': 'Así se verán las alarmas.',
  'push.ends.title': 'Desde mañana, sin avisos de alarmas aquí',
  'push.ends.open': 'Abre Porchlight para seguir recibiendo avisos.',
  'push.ends.signIn': 'Vuelve a iniciar sesión entonces en Porchlight para seguir recibiendo avisos.',

  'push.others': 'Tus otros navegadores',
  'push.others.lead': 'Elimina lo que hayas perdido o ya no uses.',
  'push.all': 'Tus navegadores',
  'push.added': 'Desde {time}',
  'push.told': 'último aviso {time}',
  'push.failing': 'El último mensaje no se aceptó: {reason}.',
  'push.remove': 'Dejar de avisar a {name}',
  'push.removed': 'A {name} ya no se le avisa de nada.',
} satisfies Partial<Translation<typeof english>>
