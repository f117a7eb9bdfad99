// English for looking for cameras and recorders in the network.

export const discoverTexts = {
  'discover.open': 'Search the network',
  'discover.title': 'Find devices',
  'discover.lead':
    'Porchlight asks its own network which cameras and recorders are there (ONVIF, and Hikvision’s own way). It signs in to none of them before you say so.',
  'discover.do': 'Search the network',
  'discover.again': 'Search again',
  'discover.searching': 'Searching … This takes a few seconds.',
  'discover.before': 'Not searched yet',
  'discover.before.do':
    'A search asks everything in this network and takes a few seconds. It changes nothing on the devices.',
  'discover.none': 'Nothing answered',
  'discover.none.do':
    'Many cameras come with ONVIF switched off, and then do not answer: it can be switched on in their own pages. Any device can be added by its address.',
  'discover.byHand': 'Add one by its address',
  'discover.found': { one: '{count} device answered', other: '{count} devices answered' },
  'discover.at': 'searched {time}',
  'discover.networks': 'Asked in these networks: {list}',
  'discover.list': 'Devices that answered',
  'discover.pick': 'Pick all new ones',
  'discover.fact.serial': 'serial number {number}',
  'discover.here': 'Is here already',
  'discover.here.open': 'Open {name}',
  'discover.asleep':
    'Has never been set up. Open its address in a browser, or use its maker’s program, give it a password, and search again.',
  'discover.chosen': { one: '{count} device', other: '{count} devices' },
  'discover.add': 'Add …',
  'discover.tooMany': 'At most {count} at once.',
  'discover.added': 'Added',
  'discover.retry': 'Another login …',
  'discover.retry.of': 'Another login for {name}',
  'discover.form.one': 'Add {name}',
  'discover.form.some': { one: 'Add {count} device', other: 'Add {count} devices' },
  'discover.form.once': 'The login is tried once on each: devices lock an account after a few wrong ones.',
  'discover.form.one.once': 'The login is tried once: devices lock an account after a few wrong ones.',
  'discover.form.which': 'Which ones',
  'discover.form.do': { one: 'Add it', other: 'Add them' },
  'discover.form.working': 'It can take a minute until the slowest has answered.',
  'discover.done': {
    one: '{count} device is added. Its channels appear in a moment.',
    other: '{count} devices are added. Their channels appear in a moment.',
  },
  'discover.brand.hikvision': 'Hikvision',
  'discover.brand.onvif': 'ONVIF',
} as const
