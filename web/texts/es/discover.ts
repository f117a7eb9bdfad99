// Spanish for looking for cameras and recorders in the network.
import type { discoverTexts as english } from '../en/discover.ts'
import type { Translation } from '../translation.ts'

export const discoverTexts = {
  'discover.open': 'Buscar en la red',
  'discover.title': 'Encontrar equipos',
  'discover.lead':
    'Porchlight pregunta en su propia red qué cámaras y grabadores hay (por ONVIF y por la vía propia de Hikvision). No inicia sesión en ninguno hasta que lo digas.',
  'discover.do': 'Buscar en la red',
  'discover.again': 'Buscar otra vez',
  'discover.searching': 'Buscando… Tarda unos segundos.',
  'discover.before': 'Todavía sin buscar',
  'discover.before.do':
    'Una búsqueda pregunta a todo lo que hay en esta red y tarda unos segundos. No cambia nada en los equipos.',
  'discover.none': 'Nada respondió',
  'discover.none.do':
    'Muchas cámaras vienen con ONVIF desactivado y entonces no responden: se puede activar en sus propias páginas. Cualquier equipo se puede añadir por su dirección.',
  'discover.byHand': 'Añadir uno por su dirección',
  'discover.found': { one: 'Respondió {count} equipo', other: 'Respondieron {count} equipos' },
  'discover.at': 'buscado {time}',
  'discover.networks': 'Se preguntó en estas redes: {list}',
  'discover.list': 'Equipos que respondieron',
  'discover.pick': 'Elegir todos los nuevos',
  'discover.fact.serial': 'número de serie {number}',
  'discover.here': 'Ya está aquí',
  'discover.here.open': 'Abrir {name}',
  'discover.asleep':
    'Nunca se ha configurado. Abre su dirección en un navegador o usa el programa de su fabricante, ponle una contraseña y busca otra vez.',
  'discover.chosen': { one: '{count} equipo', other: '{count} equipos' },
  'discover.add': 'Añadir…',
  'discover.tooMany': 'Como máximo {count} a la vez.',
  'discover.added': 'Añadido',
  'discover.retry': 'Otro usuario…',
  'discover.retry.of': 'Otro usuario y contraseña para {name}',
  'discover.form.one': 'Añadir {name}',
  'discover.form.some': { one: 'Añadir {count} equipo', other: 'Añadir {count} equipos' },
  'discover.form.once':
    'El usuario y la contraseña se prueban una vez en cada uno: los equipos bloquean una cuenta tras unos pocos fallos.',
  'discover.form.one.once':
    'El usuario y la contraseña se prueban una vez: los equipos bloquean una cuenta tras unos pocos fallos.',
  'discover.form.which': 'Cuáles',
  'discover.form.do': { one: 'Añadirlo', other: 'Añadirlos' },
  'discover.form.working': 'Puede tardar un minuto hasta que responda el más lento.',
  'discover.done': {
    one: '{count} equipo añadido. Sus canales aparecen enseguida.',
    other: '{count} equipos añadidos. Sus canales aparecen enseguida.',
  },
  'discover.brand.hikvision': 'Hikvision',
  'discover.brand.onvif': 'ONVIF',
} satisfies Partial<Translation<typeof english>>
