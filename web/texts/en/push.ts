// English for being told of alarms by the browser.

export const pushTexts = {
  'push.title': 'Notifications',
  'push.short': 'Have this browser or phone tell you of alarms.',
  'push.here': 'Alarms on this device',
  'push.lead':
    'Your browser tells you of alarms, also while Porchlight is not open. Each phone, tablet and computer has a choice of its own.',
  'push.leaves':
    'The message goes through the push service of the browser’s maker, encrypted so that this browser alone can read it. No picture leaves the house.',
  'push.insecure':
    'Browsers allow this over HTTPS only, and this page has come over plain HTTP. All else works without. How to set up HTTPS stands in the guide, under “HTTPS”.',
  'push.install':
    'On an iPhone or iPad, first put Porchlight on the home screen: tap Share, then “Add to Home Screen”. Then open it from there, and come back to this page.',
  'push.unsupported':
    'This browser cannot be told anything while Porchlight is not open. Try another one, or a newer version.',
  'push.denied':
    'This browser was told to show no notifications of Porchlight. Allow them in its settings for this page, then load the page again.',
  'push.refused': 'Without that permission this browser can show nothing. Allow it when it asks.',
  'push.noWorker':
    'The browser refuses what is needed for it. Mostly it does not trust the certificate of this page: one of your own must be installed on this device.',
  'push.noService': 'The browser could not reach its push service: {reason}',

  'push.on': 'Tell me on this device',
  'push.isOn': 'This browser tells you of alarms.',
  'push.until':
    'It is told until {time}. Each time you open Porchlight here that moves on by a week, up to a month after you signed in.',
  'push.off': 'Stop on this device',
  'push.turnedOn': 'This browser tells you of alarms from now on.',
  'push.turnedOff': 'This browser tells you nothing more.',
  'push.saved': 'What this browser tells you is saved.',

  'push.test': 'Send a test',
  'push.test.done': 'The test is on its way, and should appear in a moment.',
  'push.test.failed': 'The test was not taken: {reason}.',
  'push.test.title': 'Porchlight can reach you',
  'push.test.text': 'Alarms will look like this.',
  'push.ends.title': 'Alarms fall silent here tomorrow',
  'push.ends.open': 'Open Porchlight to go on being told.',
  'push.ends.signIn': 'Sign in to Porchlight again then to go on being told.',

  'push.others': 'Your other browsers',
  'push.others.lead': 'Remove what you have lost or use no more.',
  'push.all': 'Your browsers',
  'push.added': 'Since {time}',
  'push.told': 'last told {time}',
  'push.failing': 'The last message was not taken: {reason}.',
  'push.remove': 'Stop telling {name}',
  'push.removed': '{name} is told nothing more.',
} as const
