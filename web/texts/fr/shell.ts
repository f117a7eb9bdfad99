// French for search and keys of the shell, and for what is installed.
import type { shellTexts as english } from '../en/shell.ts'
import type { Translation } from '../translation.ts'

export const shellTexts = {
  'nav.key': '{place} (G, puis {key})',

  'keys.open': 'Touches',
  'keys.open.hint': 'Appuyez sur ? pour voir toutes les touches.',
  'keys.everywhere': 'Partout',
  'keys.go': 'Aller à une page',
  'keys.or': 'ou',
  'keys.list': 'Afficher les touches',
  'keys.name.space': 'Espace',
  'keys.name.enter': 'Entrée',
  'keys.name.escape': 'Échap',
  'keys.name.delete': 'Suppr',
  'keys.name.left': 'Flèche gauche',
  'keys.name.right': 'Flèche droite',
  'keys.name.up': 'Flèche haut',
  'keys.name.down': 'Flèche bas',
  'keys.play': 'Lire ou mettre en pause',
  'keys.back': 'Dix secondes en arrière ; avec Maj, une minute',
  'keys.on': 'Dix secondes en avant ; avec Maj, une minute',
  'keys.above': 'La caméra au-dessus',
  'keys.below': 'La caméra au-dessous',
  'keys.alarm.next': 'Alarme suivante',
  'keys.alarm.previous': 'Alarme précédente',
  'keys.export': 'Exporter l’intervalle marqué',
  'keys.unmark': 'Retirer les marques',
  'keys.live': 'Aller au direct',
  'keys.sound': 'Activer ou couper le son',

  'find.anything': 'Tout chercher',
  'find.hint': 'Caméras, pages, réglages…',
  'find.answers': { one: '{count} réponse', other: '{count} réponses' },
  'find.nothing': 'Rien ne s’appelle « {typed} ».',
  'find.group.recent': 'Récents',
  'find.group.cameras': 'Direct',
  'find.group.walls': 'Mosaïques',
  'find.group.footage': 'Vidéo',
  'find.group.devices': 'Enregistreurs et caméras',
  'find.group.pages': 'Pages',
  'find.group.people': 'Personnes',
  'find.group.settings': 'Réglages',

  'app.unloaded.page': 'Cette page n’a pas pu être chargée.',
  'app.unloaded.do':
    'Une version plus récente a peut-être été installée, ou Porchlight est injoignable en ce moment. Rechargez-la pour le savoir.',
  'app.unloaded': 'Le chargement a échoué. Porchlight est-il en marche ?',
} satisfies Partial<Translation<typeof english>>
