// English for devices.

export const deviceTexts = {
  'devices.empty': 'No recorder yet',
  'devices.empty.do':
    'Add your recorder or camera. You need its address in your network, a user name and the password.',
  'devices.add': 'Add a device',
  'devices.list': 'Devices',
  'devices.kind.recorder': 'Recorder',
  'devices.kind.camera': 'Camera',
  'devices.kind.unknown': 'Device',
  'devices.channels': { one: '{count} channel', other: '{count} channels' },
  'devices.open': 'Open {name}',

  'devices.tabs': 'Parts of this device',
  'devices.tab.overview': 'Overview',

  'devices.phase.online': 'Online',
  'devices.phase.away': 'Away',
  'devices.phase.refused': 'Sign-in refused',
  'devices.phase.connecting': 'Connecting',
  'devices.phase.idle': 'Waiting',
  'devices.phase.unchecked': 'Not watched',
  'devices.retry': 'Next try {time}',
  'devices.refused.do':
    'Nobody tries again until you have entered the right login: recorders lock an account after a few wrong ones.',
  'devices.refused.change': 'Change the login',
  'devices.trust': 'Trust the new certificate',
  'devices.trust.text':
    'Do this only if you know why it changed: after a firmware update, or when you installed a certificate yourself.',
  'devices.trust.before': 'Remembered until now',
  'devices.trust.now': 'Shown now',
  'devices.trust.valid': 'Valid from {from} to {to}',
  'devices.trusted': 'The new certificate is trusted.',
  'devices.away.do': 'Check its power, its network cable and its address. We try again by ourselves.',
  'devices.replaced':
    'Another device has been here since {day}: {after} in place of {before}. Its channels keep the numbers, and with them the names, alarms and recordings that are here. What only the old one knew, such as the footage on its disks, is no longer shown.',
  'devices.replaced.same': 'another one',
  'devices.replaced.unknown': 'one that did not say its model',

  'devices.facts': 'About this device',
  'devices.fact.model': 'Model',
  'devices.fact.serial': 'Serial number',
  'devices.fact.firmware': 'Firmware',
  'devices.fact.address': 'Address',
  'devices.fact.user': 'User',
  'devices.fact.seen': 'Last answer',
  'devices.fact.certificate': 'Certificate',
  'devices.fact.certificate.pinned': 'self-signed, remembered at the first sign-in',
  'devices.channelList': 'Channels',
  'devices.channelList.empty': 'No channels yet: they are read at the first successful sign-in.',
  'devices.channel.online': 'online',
  'devices.channel.away': 'away',
  'devices.channel.gone': 'no longer on the device',
  'devices.channel.off': 'switched off here',
  'devices.channel.rename': 'Name of channel {number}',
  'devices.channel.renamed': 'The channel is now called “{name}”.',
  'devices.channel.edit': 'Rename {name}',

  'devices.form.add': 'Add a device',
  'devices.form.edit': 'Address and login',
  'devices.form.brand': 'What is it?',
  'devices.form.brand.hikvision': 'Hikvision recorder or camera',
  'devices.form.brand.rtsp': 'Another camera (RTSP)',
  'devices.form.address': 'Address in your network',
  'devices.form.address.example': '192.168.1.64',
  'devices.form.address.help':
    'Just the address for port 80; 192.168.1.64:8080 for another port; https://192.168.1.64 for port 443.',
  'devices.form.address.rtsp': 'Stream address',
  'devices.form.address.rtsp.example': 'rtsp://192.168.1.70:554/stream1',
  'devices.form.address.rtsp.help':
    'The maker’s manual names it. Leave user and password out of it and enter them below.',
  'devices.form.address.masked':
    'What could be a secret is shown as ***. Leave it as it is to keep it, or enter the whole address anew.',
  'devices.form.address.public':
    'This is a public internet address. Never expose a recorder to the internet: they are broken into daily. Reach it through a VPN and use its address in your own network.',
  'devices.form.address.wrong': 'This does not look like an address. An example: 192.168.1.64',
  'devices.form.reach': 'Before you begin',
  'devices.form.reach.1': 'The recorder must be reachable from here: same network, or a VPN.',
  'devices.form.reach.2':
    'ISAPI must be switched on: on the recorder under Network, Advanced, Integration Protocol (on some models it always is).',
  'devices.form.reach.3': 'It usually listens on port 80, with encryption on 443.',
  'devices.form.username': 'User on the device',
  'devices.form.password': 'Password on the device',
  'devices.form.password.help':
    'A separate user with few rights is safer than admin. The password is stored encrypted.',
  'devices.form.password.keep': 'Leave it empty to keep the stored one.',
  'devices.form.name': 'Name',
  'devices.form.name.help': 'Leave it empty to use the device’s own name.',
  'devices.form.verify': 'Only accept a certificate that the system trusts',
  'devices.form.verify.help':
    'Recorders come with a self-signed one. When this is off, it is remembered at the first sign-in and another one is refused.',
  'devices.form.watch': 'Watch this device',
  'devices.form.watch.help':
    'When off it stays in the list, but nothing connects to it: no alarms, nothing in the hub.',
  'devices.form.more': 'More',
  'devices.form.stream': 'Streams come from',
  'devices.form.stream.help': 'Only when video comes from another address than the web page of the device.',
  'devices.form.test': 'Test the connection',
  'devices.form.testing': 'Testing …',
  'devices.form.test.reached': 'Reached',
  'devices.form.test.reach': 'Reach the device',
  'devices.form.test.signedIn': 'Signed in',
  'devices.form.test.signIn': 'Sign in',
  'devices.form.test.channels': 'Read the channels',
  'devices.form.test.tries': {
    one: 'The device allows {count} more try before it locks the account.',
    other: 'The device allows {count} more tries before it locks the account.',
  },
  'devices.form.test.self': 'Its certificate is self-signed. It is remembered when you add the device.',
  'devices.fault.device-unreachable':
    'Nothing answers at this address. Is the device switched on, and can it be reached from here?',
  'devices.fault.device-timeout':
    'The device did not answer in time. Is the address right, and is it perhaps starting up?',
  'devices.fault.device-refused-login': 'The device refused the user name or the password.',
  'devices.fault.device-locked':
    'The device has locked this account after too many wrong logins. Wait half an hour, or restart the device, and try once more.',
  'devices.fault.device-garbled':
    'Something answers there, but not like a recorder or camera. Is the address right, and is ISAPI switched on?',
  'devices.fault.device-busy': 'The device is too busy to answer. Try again in a minute.',
  'devices.form.add.do': 'Add device',
  'devices.form.added': '{name} is added. Its channels appear in a moment.',
  'devices.form.saved': 'Saved. Signing in again …',

  'devices.remove': 'Remove this device',
  'devices.remove.title': 'Remove “{name}”?',
  'devices.remove.text':
    'Its channels, alarms and pictures here are removed, and it disappears from the hub. Nothing is changed on the device itself.',
  'devices.removed': '“{name}” is removed.',
  'devices.gone': 'This device is not in the list.',
  'devices.gone.do': 'It may have been removed.',
  'devices.noRights': 'Only an admin of the household can add or change devices.',
} as const
