// French for the disks that Porchlight records to: how full they are, for how long still, and their limits.
import type { storageTexts as english } from '../en/storage.ts'
import type { Translation } from '../translation.ts'

export const storageTexts = {
  'machine.tab.storage': 'Stockage',

  'storage.outlook': 'Jusqu’où cela va',
  'storage.outlook.kept': '{size} d’enregistrements, de {count}',
  'storage.outlook.cameras': { one: '{count} caméra', other: '{count} caméras' },
  'storage.full.never':
    'Avec ces réglages, les disques ne se remplissent pas : les enregistrements les plus anciens font de la place à temps.',
  'storage.full.nothing': 'Rien n’arrive de soi-même en ce moment : aucun disque ne se remplit.',
  'storage.full.now':
    'Un disque est plein : les enregistrements les plus anciens font de la place, et là où tous sont protégés, l’enregistrement s’arrête.',
  'storage.full.today': 'Un disque sera plein aujourd’hui, au rythme des sept derniers jours.',
  'storage.full.days': {
    one: 'Un disque sera plein dans {count} jour, le {day}, au rythme des sept derniers jours.',
    other: 'Un disque sera plein dans {count} jours, le {day}, au rythme des sept derniers jours.',
  },
  'storage.full.then': 'Dès lors, ses enregistrements les plus anciens font de la place. Ce qui est protégé reste.',
  'storage.perDay': '{size} par jour',

  'storage.folders': 'Où sont les enregistrements',
  'storage.folders.lead':
    'Les enregistrements peuvent se répartir sur plusieurs disques : donnez ici un dossier à chaque disque, et choisissez-le pour une caméra sous Relecture, Enregistrer.',
  'storage.folder.own': 'Dossier de données',
  'storage.folder.state.ok': 'Présent',
  'storage.folder.state.full': 'Plein',
  'storage.folder.state.missing': 'Absent',
  'storage.folder.state.read_only': 'Non inscriptible',
  'storage.folder.missing.do':
    'Le disque est-il branché et monté ? Ses enregistrements ne sont pas perdus : ils reviennent avec lui. Les caméras qui y enregistrent attendent.',
  'storage.folder.read_only.do':
    'Le disque est en lecture seule, ou appartient à quelqu’un d’autre. Les caméras qui y enregistrent attendent qu’il soit inscriptible.',
  'storage.folder.full.do':
    'Les enregistrements les plus anciens font de la place. Gardez-les moins longtemps, ou protégez-en moins.',
  'storage.folder.room': '{free} libres sur {total}',
  'storage.folder.used': '{used} d’enregistrements',
  'storage.folder.bar': '{used} d’enregistrements, {other} d’autre chose, {free} libres',
  'storage.folder.add': 'Ajouter un dossier',
  'storage.folder.change': 'Renommer {name}',
  'storage.folder.remove': 'Supprimer {name}',
  'storage.folder.title.add': 'Un autre dossier pour les enregistrements',
  'storage.folder.title.change': 'Nommer ce dossier',
  'storage.folder.name': 'Nom',
  'storage.folder.name.example': 'Grand disque',
  'storage.folder.path': 'Chemin',
  'storage.folder.path.example': '/mnt/enregistrements',
  'storage.folder.path.help':
    'Tel que cette machine le nomme ; dans un conteneur, tel que le conteneur le nomme. Il doit exister, et Porchlight doit pouvoir y écrire. Un petit fichier le marque comme le nôtre.',
  'storage.folder.path.wrong': 'Le chemin entier, s’il vous plaît, à partir de /.',
  'storage.folder.saved': 'C’est enregistré.',
  'storage.folder.remove.title': 'Supprimer « {name} » ?',
  'storage.folder.remove.text':
    'Porchlight n’utilise plus ce dossier. Rien n’y est effacé. Il reste tant que des enregistrements s’y trouvent, ou qu’une caméra doit y enregistrer.',
  'storage.folder.removed': '« {name} » est supprimé.',

  'storage.limits': 'Limites pour tous les enregistrements',
  'storage.limits.lead':
    'Elles valent pour toutes les caméras ensemble, en plus de la règle de chaque caméra. Les plus anciens partent d’abord ; ce qui est protégé ou a sa propre durée reste.',
  'storage.limits.days': 'Garder les enregistrements au plus',
  'storage.limits.days.none': 'Selon la règle de chaque caméra',
  'storage.limits.bytes': 'Tous les enregistrements ensemble',
  'storage.limits.bytes.none': 'Autant qu’il y a de place',
  'storage.limits.free': 'Laisser libre sur chaque disque',
  'storage.limits.free.none': '1 Go, moins sur un petit',
  'storage.limits.less.title': 'Garder moins ?',
  'storage.limits.less.text':
    'Les enregistrements désormais trop anciens ou trop nombreux sont bientôt supprimés, et ne peuvent pas être récupérés.',
  'storage.limits.less.do': 'Garder moins',
  'storage.limits.saved': 'C’est enregistré.',

  'storage.cameras': 'Ce que prend chaque caméra',
  'storage.cameras.none': 'Pas encore d’enregistrement',
  'storage.cameras.none.do':
    'Ils viennent des caméras enregistrées ici, et de ce qui est récupéré sur les enregistreurs.',
  'storage.cameras.record': 'Choisir ce qui est enregistré',
  'storage.col.camera': 'Caméra',
  'storage.in': 'dans {name}',
  'storage.col.bytes': 'Place',
  'storage.col.day': 'Par jour',
  'storage.col.oldest': 'Remonte au',
  'storage.col.reaches': 'Remontera sur',
  'storage.rule': 'règle : {rule}',
  'storage.reaches': { one: '{count} jour', other: '{count} jours' },
  'storage.reaches.less': 'moins d’un jour',
  'storage.count': { one: '{count} enregistrement', other: '{count} enregistrements' },
  'storage.fullOn': 'plein le {day}',
  'storage.rule.days': { one: '{count} jour', other: '{count} jours' },
  'storage.rule.most': 'au plus {size}',

  'recorder.folder': 'Enregistrer dans',
  'recorder.folder.help': 'Ce qui a été enregistré avant reste où il est.',
  'recorder.folder.free': '{name}, {free} libres',
  'recorder.folder.away': '{name}, absent en ce moment',
} satisfies Partial<Translation<typeof english>>
