// Spanish for search and keys of the shell, and for what is installed.
import type { shellTexts as english } from '../en/shell.ts'
import type { Translation } from '../translation.ts'

export const shellTexts = {
  'nav.key': '{place} (G y luego {key})',

  'keys.open': 'Teclas',
  'keys.open.hint': 'La tecla ? muestra todas las teclas.',
  'keys.everywhere': 'En todas partes',
  'keys.go': 'Ir a una página',
  'keys.or': 'o',
  'keys.list': 'Mostrar las teclas',
  'keys.name.space': 'Espacio',
  'keys.name.enter': 'Intro',
  'keys.name.escape': 'Esc',
  'keys.name.delete': 'Supr',
  'keys.name.left': 'Flecha izquierda',
  'keys.name.right': 'Flecha derecha',
  'keys.name.up': 'Flecha arriba',
  'keys.name.down': 'Flecha abajo',
  'keys.play': 'Reproducir o pausar',
  'keys.back': 'Diez segundos atrás; con Mayús, un minuto',
  'keys.on': 'Diez segundos adelante; con Mayús, un minuto',
  'keys.above': 'La cámara de arriba',
  'keys.below': 'La cámara de abajo',
  'keys.alarm.next': 'Alarma siguiente',
  'keys.alarm.previous': 'Alarma anterior',
  'keys.export': 'Exportar el tramo marcado',
  'keys.unmark': 'Quitar las marcas',
  'keys.live': 'Pasar a en vivo',
  'keys.sound': 'Activar o quitar el sonido',

  'find.anything': 'Buscar cualquier cosa',
  'find.hint': 'Cámaras, páginas, ajustes…',
  'find.answers': { one: '{count} resultado', other: '{count} resultados' },
  'find.nothing': 'Nada se llama «{typed}».',
  'find.group.recent': 'Hace poco',
  'find.group.cameras': 'En vivo',
  'find.group.walls': 'Mosaicos',
  'find.group.footage': 'Vídeo grabado',
  'find.group.devices': 'Grabadores y cámaras',
  'find.group.pages': 'Páginas',
  'find.group.people': 'Personas',
  'find.group.settings': 'Ajustes',

  'app.unloaded.page': 'Esta página no se pudo cargar.',
  'app.unloaded.do':
    'Puede que se haya instalado una versión más nueva o que ahora no se llegue a Porchlight. Al cargarla otra vez se sabrá.',
  'app.unloaded': 'Eso no se pudo cargar. ¿Está Porchlight en marcha?',
} satisfies Partial<Translation<typeof english>>
