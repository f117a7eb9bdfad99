// Spanish for the disks that Porchlight records to: how full they are, for how long still, and their limits.
import type { storageTexts as english } from '../en/storage.ts'
import type { Translation } from '../translation.ts'

export const storageTexts = {
  'machine.tab.storage': 'Espacio',

  'storage.outlook': 'Hasta dónde llega',
  'storage.outlook.kept': '{size} de grabaciones, de {count}',
  'storage.outlook.cameras': { one: '{count} cámara', other: '{count} cámaras' },
  'storage.full.never':
    'Tal como está todo, los discos no se llenan: las grabaciones más antiguas dejan sitio a tiempo.',
  'storage.full.nothing': 'De momento no llega nada por sí solo, así que no se llena ningún disco.',
  'storage.full.now':
    'Un disco está lleno: las grabaciones más antiguas dejan sitio y, donde todas están protegidas, se deja de grabar.',
  'storage.full.today': 'Un disco se llena hoy, si todo sigue como en los últimos siete días.',
  'storage.full.days': {
    one: 'Un disco se llena dentro de {count} día, el {day}, si todo sigue como en los últimos siete días.',
    other: 'Un disco se llena dentro de {count} días, el {day}, si todo sigue como en los últimos siete días.',
  },
  'storage.full.then': 'Desde entonces, las grabaciones más antiguas que hay en él dejan sitio. Lo protegido se queda.',
  'storage.perDay': '{size} al día',

  'storage.folders': 'Dónde están las grabaciones',
  'storage.folders.lead':
    'Las grabaciones se pueden repartir entre varios discos: da aquí una carpeta a cada disco y elígela para una cámara en «Reproducir», «Grabar».',
  'storage.folder.own': 'Carpeta de datos',
  'storage.folder.state.ok': 'Disponible',
  'storage.folder.state.full': 'Llena',
  'storage.folder.state.missing': 'No está',
  'storage.folder.state.read_only': 'No se puede escribir',
  'storage.folder.missing.do':
    '¿Está el disco conectado y montado? Sus grabaciones no se pierden: vuelven con él. Las cámaras que graban ahí esperan.',
  'storage.folder.read_only.do':
    'El disco es de solo lectura o pertenece a otro usuario. Las cámaras que graban ahí esperan hasta que se pueda escribir.',
  'storage.folder.full.do':
    'Las grabaciones más antiguas dejan sitio. Conviene conservarlas menos tiempo o proteger menos.',
  'storage.folder.room': '{free} libres de {total}',
  'storage.folder.used': '{used} de grabaciones',
  'storage.folder.bar': '{used} de grabaciones, {other} de otras cosas, {free} libres',
  'storage.folder.add': 'Añadir una carpeta',
  'storage.folder.change': 'Cambiar el nombre de {name}',
  'storage.folder.remove': 'Eliminar {name}',
  'storage.folder.title.add': 'Otra carpeta para grabaciones',
  'storage.folder.title.change': 'Dar nombre a esta carpeta',
  'storage.folder.name': 'Nombre',
  'storage.folder.name.example': 'Disco grande',
  'storage.folder.path': 'Ruta',
  'storage.folder.path.example': '/mnt/grabaciones',
  'storage.folder.path.help':
    'Como la llama esta máquina; en un contenedor, como la llama el contenedor. Tiene que existir, y Porchlight tiene que poder escribir en ella. Un archivo pequeño la marca como nuestra.',
  'storage.folder.path.wrong': 'La ruta completa, por favor, a partir de /.',
  'storage.folder.saved': 'Guardado.',
  'storage.folder.remove.title': '¿Eliminar «{name}»?',
  'storage.folder.remove.text':
    'Porchlight deja de usar la carpeta. No se borra nada de ella. Se queda mientras haya grabaciones ahí o una cámara deba grabar en ella.',
  'storage.folder.removed': '«{name}» se ha eliminado.',

  'storage.limits': 'Límites para todas las grabaciones',
  'storage.limits.lead':
    'Valen para todas las cámaras juntas, además de lo que dice la regla de cada una. Lo más antiguo se va primero; lo protegido o con un plazo propio se queda.',
  'storage.limits.days': 'Conservar las grabaciones como máximo',
  'storage.limits.days.none': 'Según la regla de cada cámara',
  'storage.limits.bytes': 'Todas las grabaciones juntas',
  'storage.limits.bytes.none': 'Todo lo que quepa',
  'storage.limits.free': 'Dejar libre en cada disco',
  'storage.limits.free.none': '1 GB, menos en uno pequeño',
  'storage.limits.less.title': '¿Conservar menos?',
  'storage.limits.less.text':
    'Las grabaciones que con esto sean demasiado antiguas o demasiadas se eliminan pronto y no se pueden recuperar.',
  'storage.limits.less.do': 'Conservar menos',
  'storage.limits.saved': 'Guardado.',

  'storage.cameras': 'Qué ocupa cada cámara',
  'storage.cameras.none': 'Todavía no hay grabaciones',
  'storage.cameras.none.do': 'Vienen de las cámaras que se graban aquí y de lo que se trae de los grabadores.',
  'storage.cameras.record': 'Elegir qué se graba',
  'storage.col.camera': 'Cámara',
  'storage.in': 'en {name}',
  'storage.col.bytes': 'Ocupa',
  'storage.col.day': 'Al día',
  'storage.col.oldest': 'Llega hasta',
  'storage.col.reaches': 'Llegará hasta',
  'storage.rule': 'regla: {rule}',
  'storage.reaches': { one: '{count} día', other: '{count} días' },
  'storage.reaches.less': 'menos de un día',
  'storage.count': { one: '{count} grabación', other: '{count} grabaciones' },
  'storage.fullOn': 'lleno el {day}',
  'storage.rule.days': { one: '{count} día', other: '{count} días' },
  'storage.rule.most': 'como máximo {size}',

  'recorder.folder': 'Grabar en',
  'recorder.folder.help': 'Lo grabado antes se queda donde está.',
  'recorder.folder.free': '{name}, {free} libres',
  'recorder.folder.away': '{name}, ahora no está',
} satisfies Partial<Translation<typeof english>>
