// Spanish for the first minutes.
import type { setupTexts as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

export const setupTexts = {
  'setup.title': 'Configurar',
  'setup.lead': 'Equipos, una imagen, la central: lo que piden los primeros minutos, paso a paso.',
  'setup.begin': 'Configurar paso a paso',
  'setup.continue': 'Seguir configurando',
  'setup.steps': 'Pasos',
  'setup.step.find': 'Equipos',
  'setup.step.picture': 'Imagen',
  'setup.step.hub': 'Central',
  'setup.step.done': 'Listo',
  'setup.isDone': 'hecho',
  'setup.next': 'Siguiente',
  'setup.later': 'Más tarde',
  'setup.end': 'Terminar',
  'setup.ended': 'Terminado. La búsqueda lo encuentra de nuevo como «Configurar».',
  'setup.find': '¿Qué grabadores y cámaras hay?',
  'setup.refused':
    '¿Se abre la página del propio equipo en un navegador con el mismo usuario y contraseña? Mira allí el nombre del usuario y si está bloqueado: tras demasiados intentos nadie entra durante media hora. Nada se vuelve a intentar por sí solo.',
  'setup.picture': '¿Se mueve una imagen?',
  'setup.picture.camera': 'Cámara',
  'setup.picture.moves': '{camera} está en vivo.',
  'setup.picture.none': 'Aún no hay imagen en movimiento.',
  'setup.picture.none.do':
    'Prueba otra cámara. Si no llega ninguna: ¿la muestra la página del propio equipo, puede verla en vivo el usuario indicado y está activado allí RTSP (puerto 554)?',
  'setup.hub': '¿Hay una central domótica?',
  'setup.hub.none': 'No tengo central',
  'setup.hub.inside': 'Usar el broker de aquí',
  'setup.done': 'Adónde ir desde aquí',
  'setup.done.open': 'Aún pendiente:',
  'setup.done.live': 'Todas las cámaras, una junto a otra.',
  'setup.done.playback': 'Lo que han grabado los grabadores, día a día.',
  'setup.done.alarms': 'Lo que ha pasado, y el camino a ese momento.',
  'setup.done.phone': 'En el teléfono',
  'words.setup.title': 'puesta en marcha asistente primeros pasos empezar instalar',
} satisfies Partial<Translation<typeof english>>
