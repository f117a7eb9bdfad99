// Spanish for backups, and for the secret key.
import type { backupTexts as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backupTexts = {
  backup: 'Copia de seguridad',
  'backup.lead':
    'Una copia de seguridad contiene todo lo que sabe Porchlight: grabadores con sus contraseñas, personas, ajustes, alarmas y la lista de grabaciones. Nadie lee las contraseñas que contiene sin su frase de paso, y nadie puede averiguarla: guárdala en otro sitio. Lleva las copias a otra máquina.',
  'backup.empty': 'Todavía no hay ninguna copia de seguridad.',
  'backup.of': 'Creada {time}',
  'backup.withFiles': 'con grabaciones e imágenes',
  'backup.withoutFiles': 'sin grabaciones ni imágenes',
  'backup.devices': { one: '{count} equipo', other: '{count} equipos' },
  'backup.odd': 'Un archivo que no se puede restaurar',
  'backup.save': 'Guardar la copia creada {time}',
  'backup.restore': 'Restaurar la copia creada {time}',
  'backup.remove': 'Eliminar la copia creada {time}',
  'backup.remove.text': 'El archivo desaparece. Lo que sabe Porchlight sigue como está.',
  'backup.removed': 'La copia se ha eliminado.',
  'backup.make': 'Crear una copia',
  'backup.make.do': 'Crearla',
  'backup.made': 'La copia está creada y se ha vuelto a leer: es buena.',
  'backup.bring': 'Traer una copia',
  'backup.brought': 'La copia está aquí.',
  'backup.passphrase': 'Frase de paso',
  'backup.passphrase.help': 'Al menos 10 caracteres; unas palabras que sigas sabiendo dentro de años.',
  'backup.files': 'Con grabaciones e imágenes',
  'backup.files.help': 'El archivo será tan grande como ellas. Sin ellas, solo sabe lo que había.',
  'backup.restore.title': '¿Restaurar esta copia?',
  'backup.restore.text':
    'Ahora se comprueba y se desempaqueta. En el próximo arranque sustituye todo lo que Porchlight sabe hoy, que se guarda en la carpeta de datos. Después hay que volver a iniciar sesión, con las contraseñas de entonces.',
  'backup.restore.do': 'Restaurar',
  'backup.waits': 'La copia creada {time} entra en vigor en el próximo arranque.',
  'backup.restart': 'Arrancar de nuevo ahora',
  'backup.restarting': 'Porchlight arranca de nuevo. Esta página vuelve sola.',
  'backup.forget': 'No restaurarla',
  'backup.forgotten': 'No se restaura nada.',
  'backup.key': 'Otra clave secreta',
  'backup.key.lead':
    'Por si una copia de la carpeta de datos pudiera estar en otras manos. Todas las contraseñas guardadas se escriben de nuevo con otra clave, y hay que volver a iniciar sesión. Cambia también las contraseñas de tus grabadores: quien tenga esa copia puede leerlas.',
  'backup.key.do': 'Cambiar la clave secreta',
  'backup.key.title': '¿Cambiar la clave secreta?',
  'backup.key.text':
    'Se cierran todas las sesiones, también la tuya. Las copias creadas antes se siguen abriendo con su frase de paso.',
} satisfies Partial<Translation<typeof english>>
