// Spanish for the page of the home hub.
import type { hubTexts as english } from '../en/hub.ts'
import type { Translation } from '../translation.ts'

export const hubTexts = {
  'hub.title': 'Central domótica',
  'hub.noRights': 'Solo quien opera o administra este hogar ve cómo está conectada la central.',
  'hub.back': 'Ajustes',

  'hub.state': 'Estado',
  'hub.protocol': 'Habla',
  'hub.protocol.some': 'MQTT {version}',
  'hub.announced': 'Anunciado',
  'hub.announced.some': '{devices} equipos con {entities} entidades',
  'hub.messages': 'Guardado en el broker',
  'hub.messages.some': { one: '{count} mensaje', other: '{count} mensajes' },
  'hub.stopped': 'Detenido hasta que alguien decida',
  'hub.stopped.do':
    'Dos Porchlight con el mismo id se echan el uno al otro del broker, como tras restaurar una copia. Dale a este un id nuevo: para la central será otro Porchlight, con equipos nuevos y sin su historial.',
  'hub.node.do': 'Tomar un id nuevo',
  'hub.node.done': 'El id nuevo es {id}.',
  'hub.withdrawn': 'Borrado en la central: {names}. No vuelven hasta que se anuncien de nuevo.',
  'hub.announce': 'Anunciar de nuevo',
  'hub.announce.done': 'Todo se ha anunciado de nuevo.',
  'hub.ids': 'Ids de entidad nuevos',
  'hub.ids.title': '¿Crear ids de entidad nuevos?',
  'hub.ids.text':
    'Cada equipo sale un momento de la central y vuelve, para que esta forme los ids con los nombres de ahora. Las automatizaciones que usan los ids antiguos dejan de encontrarlos.',
  'hub.ids.done': 'Los equipos han vuelto con ids nuevos.',
  'hub.many':
    'Tantas entidades, anunciadas una a una, son más de lo que un broker con sus ajustes habituales guarda para la central: ponle max_queued_messages 10000 o anuncia por equipo.',

  'hub.broker': 'Broker',
  'hub.broker.version': 'Su programa',
  'hub.broker.locked': 'Fijado por {name}; solo se puede cambiar allí.',
  'hub.url': 'Dirección',
  'hub.url.help': 'mqtt://host:1883, o mqtts://host:8883 para una conexión cifrada.',
  'hub.user': 'Usuario',
  'hub.password': 'Contraseña',
  'hub.kept': 'Guardada. Déjala vacía para conservarla.',
  'hub.tls': 'Certificados',
  'hub.tls.lead':
    'Solo para un broker con un certificado de su propia autoridad o que nos pide el nuestro. Todo en PEM.',
  'hub.ca': 'Autoridad que avala al broker',
  'hub.certificate': 'Nuestro certificado',
  'hub.key': 'Su clave privada',
  'hub.broker.saved': 'El broker está guardado.',
  'hub.disconnect': 'Desconectar',
  'hub.disconnect.title': '¿Desconectar de la central?',
  'hub.disconnect.text':
    'Todo lo anunciado se retira de la central. La dirección, el usuario y la contraseña se olvidan.',
  'hub.disconnected': 'La central está desconectada.',

  'hub.sent': 'Qué recibe la central',
  'hub.form': 'Anunciar',
  'hub.form.device': 'Por equipo',
  'hub.form.entity': 'Por entidad',
  'hub.form.off': 'Nada',
  'hub.form.help':
    'Home Assistant lee la forma por equipo desde 2024.12; otros, como openHAB, solo la forma por entidad. Con más de 60 canales por entidad, el broker necesita max_queued_messages 10000.',
  'hub.control': 'La central puede',
  'hub.control.none': 'Solo mirar',
  'hub.control.safe': 'Activar o desactivar detectores, flujos e imágenes',
  'hub.control.all': 'Además, grabar, reiniciar y accionar salidas',
  'hub.pictures': 'Una imagen nueva de cada canal cada tantos segundos',
  'hub.pictures.help': '0: solo con una alarma.',
  'hub.idle': 'Sin imágenes de un canal que nadie ha pedido en tantas horas',
  'hub.idle.help': '0: imágenes de todos los canales, siempre.',
  'hub.images': 'Imágenes de alarmas',
  'hub.images.image': 'Por el broker',
  'hub.images.url': 'Como dirección en Porchlight',
  'hub.name': 'Cómo llama la central a este Porchlight',
  'hub.name.help': 'Dos en una misma central no deberían llamarse igual.',
  'hub.topics': 'Nombres de los temas',
  'hub.prefix': 'Los nuestros empiezan por',
  'hub.discovery.prefix': 'La central busca equipos bajo',
  'hub.birth': 'La central dice que ha empezado en',
  'hub.birth.help': 'Su mensaje de nacimiento debe ser la palabra online. Vacío: el sitio habitual.',
  'hub.saved': 'Lo que recibe la central está guardado.',

  'hub.inside': 'Broker propio',
  'hub.inside.lead':
    'Para una casa sin broker: Porchlight trae uno. Se usa mientras no haya otra dirección puesta arriba.',
  'hub.inside.on': 'Ponerlo en marcha',
  'hub.inside.port': 'Puerto',
  'hub.inside.user': 'Usuario para la central',
  'hub.inside.password.help': 'Al menos ocho caracteres. La central inicia sesión con ella.',
  'hub.inside.running': {
    one: 'En marcha, con {count} programa conectado.',
    other: 'En marcha, con {count} programas conectados.',
  },
  'hub.inside.saved': 'El broker propio está guardado.',
} satisfies Partial<Translation<typeof english>>
