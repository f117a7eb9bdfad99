// French for being told of alarms by the browser.
import type { pushTexts as english } from '../en/push.ts'
import type { Translation } from '../translation.ts'

export const pushTexts = {
  'push.title': 'Notifications',
  'push.short': 'Laissez ce navigateur ou ce téléphone vous prévenir des alarmes.',
  'push.here': 'Alarmes sur cet appareil',
  'push.lead':
    'Votre navigateur vous prévient des alarmes, même quand Porchlight n’est pas ouvert. Chaque téléphone, tablette et ordinateur a ses propres choix.',
  'push.leaves':
    'Le message passe par le service push de l’éditeur du navigateur, chiffré de sorte que seul ce navigateur puisse le lire. Aucune image ne quitte la maison.',
  'push.insecure':
    'Les navigateurs ne le permettent que par HTTPS, et cette page est venue par HTTP simple. Tout le reste fonctionne sans. Le guide dit comment installer HTTPS, sous « HTTPS ».',
  'push.install':
    'Sur un iPhone ou un iPad, mettez d’abord Porchlight sur l’écran d’accueil : touchez Partager, puis « Sur l’écran d’accueil ». Ouvrez-le ensuite de là, et revenez sur cette page.',
  'push.unsupported':
    'Ce navigateur ne peut être prévenu de rien quand Porchlight n’est pas ouvert. Essayez-en un autre, ou une version plus récente.',
  'push.denied':
    'Ce navigateur a pour consigne de ne montrer aucune notification de Porchlight. Autorisez-les dans ses réglages pour cette page, puis rechargez-la.',
  'push.refused': 'Sans cette autorisation, ce navigateur ne peut rien montrer. Accordez-la quand il la demande.',
  'push.noWorker':
    'Le navigateur refuse ce qu’il faut pour cela. Le plus souvent, il ne fait pas confiance au certificat de cette page : si c’est le vôtre, il doit être installé sur cet appareil.',
  'push.noService': 'Le navigateur n’a pas pu joindre son service push : {reason}',

  'push.on': 'Me prévenir sur cet appareil',
  'push.isOn': 'Ce navigateur vous prévient des alarmes.',
  'push.until':
    'Vous êtes prévenu jusqu’à : {time}. Chaque ouverture de Porchlight ici prolonge d’une semaine, au plus jusqu’à un mois après la connexion.',
  'push.off': 'Arrêter sur cet appareil',
  'push.turnedOn': 'Ce navigateur vous prévient désormais des alarmes.',
  'push.turnedOff': 'Ce navigateur ne vous prévient plus de rien.',
  'push.saved': 'Ce dont ce navigateur vous prévient est enregistré.',

  'push.test': 'Envoyer un test',
  'push.test.done': 'Le test est en route, et devrait apparaître dans un instant.',
  'push.test.failed': 'Le test n’a pas été pris : {reason}.',
  'push.test.title': 'Porchlight peut vous joindre',
  'push.test.text': 'Les alarmes ressembleront à ceci.',
  'push.ends.title': 'Dès demain, plus d’alarmes signalées ici',
  'push.ends.open': 'Ouvrez Porchlight pour continuer à être prévenu.',
  'push.ends.signIn': 'Reconnectez-vous alors à Porchlight pour continuer à être prévenu.',

  'push.others': 'Vos autres navigateurs',
  'push.others.lead': 'Supprimez ce que vous avez perdu ou n’utilisez plus.',
  'push.all': 'Vos navigateurs',
  'push.added': 'Ajouté {time}',
  'push.told': 'prévenu la dernière fois {time}',
  'push.failing': 'Le dernier message n’a pas été pris : {reason}.',
  'push.remove': 'Ne plus prévenir {name}',
  'push.removed': '{name} n’est plus prévenu de rien.',
} satisfies Partial<Translation<typeof english>>
