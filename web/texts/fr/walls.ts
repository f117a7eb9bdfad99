// French for walls of live pictures.
import type { wallTexts as english } from '../en/walls.ts'
import type { Translation } from '../translation.ts'

export const wallTexts = {
  'live.keys.move': 'Vers l’image voisine',
  'live.keys.open': 'Ouvrir cette image en grand',

  'activity.field.columns': 'Côte à côte',
  'activity.field.cameras': 'Caméras',

  'walls.choose': 'Quelles images',
  'walls.choice.all': 'Caméras',
  'walls.choice.own': 'Votre mosaïque',
  'walls.choice.gone': 'N’existe plus',
  'walls.group.own': 'Vos mosaïques',
  'walls.group.recorders': 'Enregistreurs',
  'walls.group.tags': 'Étiquettes',
  'walls.missing': 'Cette mosaïque n’existe pas',
  'walls.missing.do': 'Elle a été supprimée, ou c’est celle de quelqu’un d’autre : chacun a ses propres mosaïques.',
  'walls.empty': 'Il n’y a pas d’image dans cette mosaïque',
  'walls.empty.do': 'Mettez-y des caméras : elles figurent dessous pendant que vous l’arrangez.',
  'walls.none': 'Pas d’image ici en ce moment',
  'walls.none.do': 'Aucune caméra utilisée n’appartient à cet enregistreur ou ne porte cette étiquette.',

  'walls.make': 'Créer votre propre mosaïque',
  'walls.make.text': {
    one: 'Elle commence avec {count} caméra, celle que vous voyez maintenant. Vous en ajoutez ensuite d’autres.',
    other:
      'Elle commence avec les {count} caméras que vous voyez maintenant. Vous pouvez ensuite les ordonner, en retirer et en ajouter.',
  },
  'walls.make.do': 'Créer la mosaïque',
  'walls.name': 'Nom de la mosaïque',
  'walls.name.example': 'Devant la maison',
  'walls.renamed': 'Mosaïque renommée',
  'walls.remove': 'Supprimer cette mosaïque',
  'walls.removed': 'Mosaïque « {name} » supprimée',

  'walls.arrange': 'Arranger cette mosaïque',
  'walls.arranging': 'Arrangement de « {name} »',
  'walls.arrange.help':
    'Faites glisser une image par sa poignée jusqu’à sa place. Au clavier : Espace sur la poignée la saisit, les flèches la déplacent, Espace la pose.',
  'walls.arranged': 'Mosaïque arrangée',
  'walls.columns': 'Côte à côte',
  'walls.columns.auto': 'Aussi grandes que possible',
  'walls.done': 'Terminé',
  'walls.move': 'Déplacer {channel}',
  'walls.takeOut': 'Retirer {channel}',
  'walls.takenOut': '{channel} retiré',
  'walls.leftOut': 'Hors de cette mosaïque',
  'walls.add': 'Mettre {channel} dans la mosaïque',
  'walls.putIn': '{channel} est dans la mosaïque',
  'walls.say.held':
    '{channel} est saisi, place {place} sur {count}. Les flèches le déplacent, Espace le pose, Échap le remet.',
  'walls.say.moved': '{channel}, place {place} sur {count}',
  'walls.say.put': '{channel} est posé, place {place} sur {count}',
  'walls.say.back': '{channel} est remis, place {place} sur {count}',

  'walls.screen': 'Seulement les images, pour un écran mural',
  'walls.screen.of': 'Seulement les images : {name}',
  'walls.screen.leave': 'Retour à la page',
  'walls.screen.before': 'Images précédentes',
  'walls.screen.next': 'Images suivantes',
  'walls.screen.page': '{page} sur {pages}',
  'walls.screen.each': 'Images à la fois',
  'walls.screen.fitting': 'Autant que possible',
  'walls.screen.pictures': { one: '{count} image', other: '{count} images' },
  'walls.screen.every': 'Images suivantes',
  'walls.screen.seconds': { one: '{count} fois par seconde', other: 'toutes les {count} secondes' },
  'walls.screen.byHand': 'à la main',
  'walls.screen.sleeps':
    'Cet écran peut s’éteindre de lui-même. Les navigateurs ne laissent une page le garder allumé que par HTTPS ; sinon, réglez-le dans la tablette.',
  'walls.screen.sleeps.ok': 'Compris',
} satisfies Partial<Translation<typeof english>>
