// Spanish for devices.
import type { deviceTexts as english } from '../en/devices.ts'
import type { Translation } from '../translation.ts'

export const deviceTexts = {
  'devices.empty': 'Todavía no hay grabador',
  'devices.empty.do':
    'Añade tu grabador o tu cámara. Hacen falta su dirección en tu red, un nombre de usuario y la contraseña.',
  'devices.add': 'Añadir un equipo',
  'devices.list': 'Equipos',
  'devices.kind.recorder': 'Grabador',
  'devices.kind.camera': 'Cámara',
  'devices.kind.unknown': 'Equipo',
  'devices.channels': { one: '{count} canal', other: '{count} canales' },
  'devices.open': 'Abrir {name}',

  'devices.tabs': 'Partes de este equipo',
  'devices.tab.overview': 'Resumen',

  'devices.phase.online': 'En línea',
  'devices.phase.away': 'Sin conexión',
  'devices.phase.refused': 'Acceso rechazado',
  'devices.phase.connecting': 'Conectando',
  'devices.phase.idle': 'En espera',
  'devices.phase.unchecked': 'Sin vigilar',
  'devices.retry': 'Próximo intento {time}',
  'devices.refused.do':
    'No se vuelve a intentar hasta que introduzcas el usuario y la contraseña correctos: los grabadores bloquean una cuenta tras unos pocos fallos.',
  'devices.refused.change': 'Cambiar usuario y contraseña',
  'devices.trust': 'Confiar en el certificado nuevo',
  'devices.trust.text':
    'Hazlo solo si sabes por qué cambió: tras actualizar el firmware o porque instalaste un certificado.',
  'devices.trust.before': 'Recordado hasta ahora',
  'devices.trust.now': 'Presentado ahora',
  'devices.trust.valid': 'Válido del {from} al {to}',
  'devices.trusted': 'El certificado nuevo es de confianza.',
  'devices.away.do': 'Comprueba su corriente, su cable de red y su dirección. Se vuelve a intentar solo.',
  'devices.replaced':
    'Desde el {day} hay otro equipo aquí: {after} en lugar de {before}. Sus canales conservan los números y, con ellos, los nombres, las alarmas y las grabaciones que hay aquí. Lo que solo sabía el anterior, como lo grabado en sus discos, ya no se muestra.',
  'devices.replaced.same': 'otro igual',
  'devices.replaced.unknown': 'uno que no dijo su modelo',

  'devices.facts': 'Sobre este equipo',
  'devices.fact.model': 'Modelo',
  'devices.fact.serial': 'Número de serie',
  'devices.fact.firmware': 'Firmware',
  'devices.fact.address': 'Dirección',
  'devices.fact.user': 'Usuario',
  'devices.fact.seen': 'Última respuesta',
  'devices.fact.certificate': 'Certificado',
  'devices.fact.certificate.pinned': 'autofirmado, recordado en la primera conexión',
  'devices.channelList': 'Canales',
  'devices.channelList.empty': 'Todavía no hay canales: se leen cuando se logra entrar por primera vez.',
  'devices.channel.online': 'en línea',
  'devices.channel.away': 'sin conexión',
  'devices.channel.gone': 'ya no está en el equipo',
  'devices.channel.off': 'desactivado aquí',
  'devices.channel.rename': 'Nombre del canal {number}',
  'devices.channel.renamed': 'El canal se llama ahora «{name}».',
  'devices.channel.edit': 'Cambiar el nombre de {name}',

  'devices.form.add': 'Añadir un equipo',
  'devices.form.edit': 'Dirección y acceso',
  'devices.form.brand': '¿Qué es?',
  'devices.form.brand.hikvision': 'Grabador o cámara Hikvision',
  'devices.form.brand.onvif': 'Cámara de cualquier otra marca (ONVIF)',
  'devices.form.brand.rtsp': 'Otra cámara (RTSP)',
  'devices.form.address': 'Dirección en tu red',
  'devices.form.address.example': '192.168.1.64',
  'devices.form.address.help':
    'Solo la dirección para el puerto 80; 192.168.1.64:8080 para otro puerto; https://192.168.1.64 para el puerto 443.',
  'devices.form.address.rtsp': 'Dirección del flujo',
  'devices.form.address.rtsp.example': 'rtsp://192.168.1.70:554/stream1',
  'devices.form.address.rtsp.help':
    'Está en el manual del fabricante. No incluyas en ella usuario ni contraseña: se introducen más abajo.',
  'devices.form.sub': 'Dirección del segundo flujo',
  'devices.form.sub.example': 'rtsp://192.168.1.70:554/stream2',
  'devices.form.sub.help':
    'La mayoría de las cámaras envían una imagen más pequeña en una segunda dirección. Se usa para el mosaico y descarga tu red. Déjala vacía si no la hay.',
  'devices.stream.try': 'Probarla',
  'devices.stream.trying': 'Mirando…',
  'devices.stream.main': 'Flujo:',
  'devices.stream.sub': 'Segundo flujo:',
  'devices.stream.rate': '{rate} imágenes por segundo',
  'devices.stream.sound': 'con sonido ({codec})',
  'devices.stream.silent': 'sin sonido',
  'devices.stream.some':
    'No todos los navegadores reproducen esto. H.264 en los ajustes de la cámara se reproduce en todas partes.',
  'devices.stream.none': 'Los navegadores no reproducen esto. Elige H.264 en los ajustes de la cámara.',
  'devices.form.address.masked':
    'Lo que podría ser secreto se muestra como ***. Déjalo así para conservarlo o introduce de nuevo la dirección entera.',
  'devices.form.address.public':
    'Es una dirección pública de internet. No expongas nunca un grabador a internet: los asaltan a diario. Llega a él por una VPN y usa su dirección en tu propia red.',
  'devices.form.address.wrong': 'Esto no parece una dirección. Un ejemplo: 192.168.1.64',
  'devices.form.reach': 'Antes de empezar',
  'devices.form.reach.1': 'Se tiene que poder llegar al grabador desde aquí: la misma red o una VPN.',
  'devices.form.reach.2':
    'ISAPI tiene que estar activado: en el grabador, en Red, Avanzado, Protocolo de integración (en algunos modelos siempre lo está). En cámaras de otras marcas es ONVIF, que a menudo tiene su propio usuario.',
  'devices.form.reach.3': 'Suele escuchar en el puerto 80 y, con cifrado, en el 443.',
  'devices.form.username': 'Usuario en el equipo',
  'devices.form.password': 'Contraseña en el equipo',
  'devices.form.password.help':
    'Un usuario aparte con pocos permisos es más seguro que admin. La contraseña se guarda cifrada.',
  'devices.form.password.keep': 'Déjala vacía para conservar la guardada.',
  'devices.form.name': 'Nombre',
  'devices.form.name.help': 'Déjalo vacío para usar el nombre del propio equipo.',
  'devices.form.verify': 'Aceptar solo un certificado en el que confíe el sistema',
  'devices.form.verify.help':
    'Los grabadores traen uno autofirmado. Con esto desactivado, se recuerda en la primera conexión y se rechaza cualquier otro.',
  'devices.form.watch': 'Vigilar este equipo',
  'devices.form.watch.help': 'Si no, sigue en la lista, pero nada se conecta a él: ni alarmas ni nada en la central.',
  'devices.form.more': 'Más',
  'devices.form.stream': 'Los flujos vienen de',
  'devices.form.stream.help': 'Solo si el vídeo viene de otra dirección que la página web del equipo.',
  'devices.form.test': 'Probar la conexión',
  'devices.form.testing': 'Probando…',
  'devices.form.test.reached': 'Responde',
  'devices.form.test.reach': 'Llegar al equipo',
  'devices.form.test.signedIn': 'Sesión iniciada',
  'devices.form.test.signIn': 'Iniciar sesión',
  'devices.form.test.channels': 'Leer los canales',
  'devices.form.test.tries': {
    one: 'El equipo permite {count} intento más antes de bloquear la cuenta.',
    other: 'El equipo permite {count} intentos más antes de bloquear la cuenta.',
  },
  'devices.form.test.self': 'Su certificado es autofirmado. Se recuerda al añadir el equipo.',
  'devices.fault.device-unreachable':
    'Nadie responde en esta dirección. ¿Está encendido el equipo y se llega a él desde aquí?',
  'devices.fault.device-timeout': 'El equipo no respondió a tiempo. ¿Es correcta la dirección? ¿Está quizá arrancando?',
  'devices.fault.device-refused-login': 'El equipo rechazó el nombre de usuario o la contraseña.',
  'devices.fault.device-locked':
    'El equipo ha bloqueado esta cuenta tras demasiados intentos fallidos. Espera media hora o reinicia el equipo, y vuelve a probar.',
  'devices.fault.device-garbled':
    'Algo responde ahí, pero no como un grabador o una cámara. ¿Es correcta la dirección y está activado ISAPI, u ONVIF en una cámara de otra marca?',
  'devices.fault.device-busy': 'El equipo está demasiado ocupado para responder. Vuelve a probar dentro de un minuto.',
  'devices.form.add.do': 'Añadir equipo',
  'devices.form.added': '{name} se ha añadido. Sus canales aparecen enseguida.',
  'devices.form.saved': 'Guardado. Iniciando sesión de nuevo…',

  'devices.remove': 'Eliminar este equipo',
  'devices.remove.title': '¿Eliminar «{name}»?',
  'devices.remove.text':
    'Sus canales, alarmas e imágenes se eliminan de aquí, y desaparece de la central. En el propio equipo no cambia nada.',
  'devices.removed': '«{name}» se ha eliminado.',
  'devices.gone': 'Este equipo no está en la lista.',
  'devices.gone.do': 'Puede que se haya eliminado.',
  'devices.noRights': 'Solo quien administra el hogar puede añadir o cambiar equipos.',
} satisfies Partial<Translation<typeof english>>
