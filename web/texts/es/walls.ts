// Spanish for walls of live pictures.
import type { wallTexts as english } from '../en/walls.ts'
import type { Translation } from '../translation.ts'

export const wallTexts = {
  'live.keys.move': 'A la imagen de al lado',
  'live.keys.open': 'Abrir esta imagen en grande',

  'activity.field.columns': 'Una al lado de otra',
  'activity.field.cameras': 'Cámaras',

  'walls.choose': 'Qué imágenes',
  'walls.choice.all': 'Cámaras',
  'walls.choice.own': 'Tu mosaico',
  'walls.choice.gone': 'Ya no está',
  'walls.group.own': 'Tus mosaicos',
  'walls.group.recorders': 'Grabadores',
  'walls.group.tags': 'Etiquetas',
  'walls.missing': 'Este mosaico no está',
  'walls.missing.do': 'Se ha eliminado o es de otra persona: cada cual tiene sus propios mosaicos.',
  'walls.empty': 'No hay ninguna imagen en este mosaico',
  'walls.empty.do': 'Pon cámaras en él: aparecen debajo mientras lo ordenas.',
  'walls.none': 'Ahora no hay imagen aquí',
  'walls.none.do': 'Ninguna cámara en uso es de este grabador o lleva esta etiqueta.',

  'walls.make': 'Crear un mosaico propio',
  'walls.make.text': {
    one: 'Empieza con la cámara que ves ahora. Después se añaden otras.',
    other: 'Empieza con las {count} cámaras que ves ahora. Después se ordenan, se quitan algunas y se añaden otras.',
  },
  'walls.make.do': 'Crear el mosaico',
  'walls.name': 'Nombre del mosaico',
  'walls.name.example': 'Frente de la casa',
  'walls.renamed': 'Nombre del mosaico cambiado',
  'walls.remove': 'Eliminar este mosaico',
  'walls.removed': 'Mosaico «{name}» eliminado',

  'walls.arrange': 'Ordenar este mosaico',
  'walls.arranging': 'Ordenando «{name}»',
  'walls.arrange.help':
    'Arrastra una imagen por su asa hasta su sitio. Con el teclado: Espacio sobre el asa la agarra, las flechas la mueven, Espacio la suelta.',
  'walls.arranged': 'Mosaico ordenado',
  'walls.columns': 'Una al lado de otra',
  'walls.columns.auto': 'Lo más grandes posible',
  'walls.done': 'Listo',
  'walls.move': 'Mover {channel}',
  'walls.takeOut': 'Quitar {channel}',
  'walls.takenOut': '{channel} se ha quitado',
  'walls.leftOut': 'Fuera de este mosaico',
  'walls.add': 'Poner {channel} en el mosaico',
  'walls.putIn': '{channel} está en el mosaico',
  'walls.say.held':
    '{channel} agarrado, puesto {place} de {count}. Las flechas lo mueven, Espacio lo suelta, Escape lo devuelve.',
  'walls.say.moved': '{channel}, puesto {place} de {count}',
  'walls.say.put': '{channel} soltado, puesto {place} de {count}',
  'walls.say.back': '{channel} ha vuelto, puesto {place} de {count}',

  'walls.screen': 'Solo imágenes, para una pantalla en la pared',
  'walls.screen.of': 'Solo imágenes: {name}',
  'walls.screen.leave': 'Volver a la página',
  'walls.screen.before': 'Imágenes anteriores',
  'walls.screen.next': 'Imágenes siguientes',
  'walls.screen.page': '{page} de {pages}',
  'walls.screen.each': 'Imágenes a la vez',
  'walls.screen.fitting': 'Tantas como quepan',
  'walls.screen.pictures': { one: '{count} imagen', other: '{count} imágenes' },
  'walls.screen.every': 'Imágenes siguientes',
  'walls.screen.seconds': { one: 'cada {count} segundo', other: 'cada {count} segundos' },
  'walls.screen.byHand': 'al pasar página',
  'walls.screen.sleeps':
    'Puede que esta pantalla se apague sola. Los navegadores solo dejan que una página la mantenga encendida por HTTPS; si no, fíjalo en la tableta.',
  'walls.screen.sleeps.ok': 'Entendido',
} satisfies Partial<Translation<typeof english>>
