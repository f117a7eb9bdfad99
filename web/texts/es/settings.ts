// Spanish for the settings: their search and list, and the shorter ones of their pages.
import type { settingTexts as english } from '../en/settings.ts'
import type { Translation } from '../translation.ts'

export const settingTexts = {
  'settings.search': 'Buscar en los ajustes',
  'settings.list': 'Ajustes',
  'settings.found': { one: '{count} ajuste encontrado', other: '{count} ajustes encontrados' },
  'settings.found.list': 'Ajustes encontrados',
  'settings.found.none': 'Ningún ajuste se llama así. Prueba con otra palabra o con menos.',
  'settings.noRights': 'Esto solo lo fija quien administra el hogar.',
  'settings.founders': 'Esto solo lo fija quien fundó este Porchlight.',
  'settings.look.lead': 'Cómo se ven las páginas en este navegador y qué idioma hablan.',
  'settings.look.language': 'Idioma',
  'settings.look.language.own': 'Como dice el navegador ({language})',
  'settings.look.language.help':
    'El de las páginas. Lo que responde la API, el registro y los nombres siguen como están.',
  'settings.look.zone': 'Horas según el reloj de',
  'settings.look.zone.browser': 'este navegador ({zone})',
  'settings.look.zone.appliance': 'Porchlight ({zone})',
  'settings.look.zone.help': 'Un grabador con el reloj en otra zona muestra la suya al lado.',
  'settings.alarms.short': 'Cuánto se conservan y cuándo ha terminado una.',
  'settings.webhooks.short': 'Programas tuyos que reciben cada alarma.',
  'settings.security': 'Seguridad',
  'settings.security.lead': 'La dirección desde fuera, HTTPS, otras interfaces, hogares nuevos, otra clave secreta.',
  'settings.backup.short': 'Un archivo con todo lo que sabe Porchlight: crearlo, guardarlo y restaurarlo.',
  'settings.about': 'Acerca de',
  'settings.about.lead': 'La versión y la descripción de la API.',

  'settings.month': 'Calendario de reproducción',
  'settings.month.lead': 'Qué días del mes dibuja el calendario, para todas las personas de aquí.',
  'settings.month.first': 'Primer día',
  'settings.month.last': 'Último día',
  'settings.month.order': 'El día más reciente primero',
  'settings.month.wrong': 'Un día del 1 al 31, por favor.',
  'settings.month.turned': 'El último día no puede ser anterior al primero.',
  'settings.month.saved': 'Los días del calendario están guardados.',

  'settings.origins': 'Otras interfaces',
  'settings.origins.lead':
    'Las páginas de estas direcciones pueden usar Porchlight desde un navegador, en cuanto alguien inicie sesión allí. Déjalo vacío si no tienes ninguna.',
  'settings.origins.label': 'Sus direcciones, una por línea',
  'settings.origins.example': 'http://192.168.1.9:5173',
  'settings.origins.saved': 'Las direcciones están guardadas.',
  'settings.frames.label': 'Páginas que pueden mostrar Porchlight en un marco, una por línea',
  'settings.frames.help': 'Un panel, por ejemplo. Su dirección tal como la muestra el navegador, sin ruta.',
  'settings.frames.example': 'https://central.example:8123',

  'settings.dialects': 'Programas para otros grabadores',
  'settings.dialects.lightnvr': 'Responder a programas hechos para LightNVR',
  'settings.dialects.vibenvr': 'Responder a programas hechos para VibeNVR',
  'settings.dialects.lead':
    'Inician sesión con las cuentas y claves de Porchlight. Si se desactiva, ahí no se responde a nadie, tampoco en puertos propios.',
  'settings.dialects.at': 'En {address}',
  'settings.dialects.on': 'Se responde a los programas hechos para {name}.',
  'settings.dialects.off': 'Ya no se responde a los programas hechos para {name}.',

  'settings.reach': 'Cómo se llega a Porchlight',
  'settings.reach.lead': 'Hace falta cuando hay un proxy delante de Porchlight o cuando otros reciben su dirección.',
  'settings.reach.url': 'Dirección desde fuera',
  'settings.reach.url.help':
    'Tal como se escribe en un navegador. Se le dice a la central, para que sus enlaces y sus imágenes de alarmas lleven aquí.',
  'settings.reach.url.example': 'https://porchlight.example',
  'settings.reach.hsts': 'Solo por HTTPS',
  'settings.reach.hsts.help':
    'Un navegador que vino una vez por HTTPS no viene de otro modo durante este tiempo. Empieza con un día: cuando el certificado caduca, nadie entra hasta que haya otro. Sin HTTPS esto no hace nada.',
  'settings.reach.hsts.none': 'Sin pedir',
  'settings.reach.hsts.forget': 'Retirarlo',
  'settings.reach.hsts.for': 'Durante {length}',
  'settings.reach.hsts.days': { one: 'Durante {count} día', other: 'Durante {count} días' },
  'settings.reach.saved': 'La forma de llegar a Porchlight está guardada.',

  'settings.strangers': 'Hogares nuevos',
  'settings.strangers.open': 'Cualquiera puede crear una cuenta aquí',
  'settings.strangers.help':
    'Cada cual empieza un hogar propio, que no ve nada del tuyo, ni tú del suyo. Las personas de tu hogar se añaden en la página «Personas».',
  'settings.strangers.on': 'Ahora cualquiera puede crear una cuenta aquí.',
  'settings.strangers.off': 'Ya nadie puede crear aquí una cuenta por su cuenta.',

  restream: 'Redistribución',
  'restream.short': 'MediaMTX o go2rtc reparten el vídeo a otros programas.',
  'restream.lead':
    'Otro programa reparte el vídeo a los demás. Porchlight le da las direcciones de las cámaras, con su usuario y contraseña, y solo quita lo que puso allí.',
  'restream.kind': 'Programa',
  'restream.off': 'Ninguno',
  'restream.api': 'Dirección de su API',
  'restream.api.help': 'Tal como este equipo la alcanza. Usuario y contraseña, solo si los pide.',
  'restream.rtsp': 'Su vídeo para los demás',
  'restream.webrtc': 'Sus páginas para los demás',
  'restream.others.help':
    'El comienzo de sus direcciones RTSP o WebRTC, tal como se alcanzan desde otros equipos de casa. Si queda vacío, no se da ninguna.',
  'restream.saved': 'La redistribución está guardada.',
  'restream.asking': 'Todavía no ha respondido.',
  'restream.trouble.silent':
    'No responde como debería desde {time}. ¿Está en marcha y es correcta su dirección? Porchlight sigue intentándolo.',
  'restream.trouble.login': 'Rechaza el usuario y la contraseña desde {time}. Escribe abajo los correctos.',
  'restream.trouble.strange': 'Desde {time} responde ahí otro programa. Revisa el programa y la dirección.',
  'restream.there': {
    one: 'Conectado desde {time}. Tiene {count} imagen de tus cámaras.',
    other: 'Conectado desde {time}. Tiene {count} imágenes de tus cámaras.',
  },
  'restream.refused': {
    one: '{count} equipo rechaza el acceso y por eso faltan ahí sus imágenes. Escribe los datos correctos en la página «Equipos».',
    other:
      '{count} equipos rechazan el acceso y por eso faltan ahí sus imágenes. Escribe los datos correctos en la página «Equipos».',
  },
  'restream.untaken': { one: 'No aceptó {count} dirección.', other: 'No aceptó {count} direcciones.' },
} satisfies Partial<Translation<typeof english>>
