// French for backups, and for the secret key.
import type { backupTexts as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backupTexts = {
  backup: 'Sauvegarde',
  'backup.lead':
    'Une sauvegarde contient tout ce que sait Porchlight : les enregistreurs avec leurs mots de passe, les personnes, les réglages, les alarmes et la liste des enregistrements. Personne n’y lit les mots de passe sans sa phrase secrète, et personne ne peut la retrouver : gardez-la ailleurs. Enregistrez les sauvegardes sur une autre machine.',
  'backup.empty': 'Il n’y a pas encore de sauvegarde.',
  'backup.of': 'Sauvegarde ({time})',
  'backup.withFiles': 'avec enregistrements et images',
  'backup.withoutFiles': 'sans enregistrements ni images',
  'backup.devices': { one: '{count} appareil', other: '{count} appareils' },
  'backup.odd': 'Un fichier qui ne peut pas être restauré',
  'backup.save': 'Enregistrer la sauvegarde ({time})',
  'backup.restore': 'Restaurer la sauvegarde ({time})',
  'backup.remove': 'Supprimer la sauvegarde ({time})',
  'backup.remove.text': 'Le fichier disparaît alors. Ce que sait Porchlight ne change pas.',
  'backup.removed': 'La sauvegarde est supprimée.',
  'backup.make': 'Faire une sauvegarde',
  'backup.make.do': 'Sauvegarder',
  'backup.made': 'La sauvegarde est faite et a été relue : elle est bonne.',
  'backup.bring': 'Apporter une sauvegarde',
  'backup.brought': 'La sauvegarde est ici.',
  'backup.passphrase': 'Phrase secrète',
  'backup.passphrase.help': 'Au moins 10 caractères ; quelques mots que vous saurez encore dans des années.',
  'backup.files': 'Avec enregistrements et images',
  'backup.files.help': 'Le fichier devient aussi gros qu’eux. Sinon, il sait seulement ce qu’il y avait.',
  'backup.restore.title': 'Restaurer cette sauvegarde ?',
  'backup.restore.text':
    'Elle est vérifiée et décompressée maintenant. Au prochain démarrage, elle remplace tout ce que sait Porchlight aujourd’hui, qui est gardé dans le dossier de données. Ensuite, tout le monde se reconnecte, avec les mots de passe de ce temps-là.',
  'backup.restore.do': 'Restaurer',
  'backup.waits': 'La sauvegarde ({time}) prend sa place au prochain démarrage.',
  'backup.restart': 'Redémarrer maintenant',
  'backup.restarting': 'Porchlight redémarre. Cette page revient d’elle-même.',
  'backup.forget': 'Ne pas la restaurer',
  'backup.forgotten': 'Rien n’est restauré.',
  'backup.key': 'Une autre clé secrète',
  'backup.key.lead':
    'Si une copie du dossier de données peut être en d’autres mains. Tous les mots de passe conservés sont réécrits sous une autre clé, et tout le monde se reconnecte. Changez aussi les mots de passe de vos enregistreurs : qui a cette copie peut les lire.',
  'backup.key.do': 'Changer la clé secrète',
  'backup.key.title': 'Changer la clé secrète ?',
  'backup.key.text':
    'Tout le monde est déconnecté, vous aussi. Les sauvegardes faites avant s’ouvrent toujours avec leur phrase secrète.',
} satisfies Partial<Translation<typeof english>>
