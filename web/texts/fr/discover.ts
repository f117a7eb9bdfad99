// French for looking for cameras and recorders in the network.
import type { discoverTexts as english } from '../en/discover.ts'
import type { Translation } from '../translation.ts'

export const discoverTexts = {
  'discover.open': 'Chercher dans le réseau',
  'discover.title': 'Trouver des appareils',
  'discover.lead':
    'Porchlight demande dans son propre réseau quelles caméras et quels enregistreurs s’y trouvent (par ONVIF, et à la façon de Hikvision). Il ne se connecte à aucun sans votre accord.',
  'discover.do': 'Chercher dans le réseau',
  'discover.again': 'Chercher de nouveau',
  'discover.searching': 'Recherche… Cela prend quelques secondes.',
  'discover.before': 'Pas encore de recherche',
  'discover.before.do':
    'Une recherche interroge tout dans ce réseau et prend quelques secondes. Elle ne change rien sur les appareils.',
  'discover.none': 'Rien n’a répondu',
  'discover.none.do':
    'Beaucoup de caméras sont livrées avec ONVIF désactivé et ne répondent donc pas : il s’active dans leurs propres pages. Tout appareil peut être ajouté par son adresse.',
  'discover.byHand': 'En ajouter un par son adresse',
  'discover.found': { one: '{count} appareil a répondu', other: '{count} appareils ont répondu' },
  'discover.at': 'recherche faite {time}',
  'discover.networks': 'Réseaux interrogés : {list}',
  'discover.list': 'Appareils qui ont répondu',
  'discover.pick': 'Sélectionner tous les nouveaux',
  'discover.fact.serial': 'numéro de série {number}',
  'discover.here': 'Est déjà ici',
  'discover.here.open': 'Ouvrir {name}',
  'discover.asleep':
    'N’a jamais été configuré. Ouvrez son adresse dans un navigateur, ou utilisez le programme de son fabricant, donnez-lui un mot de passe, puis cherchez de nouveau.',
  'discover.chosen': { one: '{count} appareil', other: '{count} appareils' },
  'discover.add': 'Ajouter…',
  'discover.tooMany': 'Au plus {count} à la fois.',
  'discover.added': 'Ajouté',
  'discover.retry': 'D’autres identifiants…',
  'discover.retry.of': 'D’autres identifiants pour {name}',
  'discover.form.one': 'Ajouter {name}',
  'discover.form.some': { one: 'Ajouter {count} appareil', other: 'Ajouter {count} appareils' },
  'discover.form.once':
    'Les identifiants sont essayés une fois sur chacun : les appareils bloquent un compte après quelques erreurs.',
  'discover.form.one.once':
    'Les identifiants sont essayés une fois : les appareils bloquent un compte après quelques erreurs.',
  'discover.form.which': 'Lesquels',
  'discover.form.do': { one: 'L’ajouter', other: 'Les ajouter' },
  'discover.form.working': 'Il peut se passer une minute avant que le plus lent ait répondu.',
  'discover.done': {
    one: '{count} appareil est ajouté. Ses canaux apparaissent dans un instant.',
    other: '{count} appareils sont ajoutés. Leurs canaux apparaissent dans un instant.',
  },
  'discover.brand.hikvision': 'Hikvision',
  'discover.brand.onvif': 'ONVIF',
} satisfies Partial<Translation<typeof english>>
