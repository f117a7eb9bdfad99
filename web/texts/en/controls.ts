// English for what a device has switched: its inputs and outputs, its holiday, its restart.

export const controlTexts = {
  'controls.ports': 'Inputs and outputs',
  'controls.inputs': 'Inputs',
  'controls.outputs': 'Outputs',
  'controls.input.on': 'Active',
  'controls.input.off': 'At rest',
  'controls.on': 'On',
  'controls.off': 'Off',
  'controls.untold': 'not told',
  'controls.unread': 'Not read yet. The next sync asks the device.',
  'controls.outputs.help': 'An output that the device gives as a pulse goes back by itself after a moment.',
  'controls.outputs.pulse': 'It was a pulse: the output is off again.',

  'controls.holidays': 'Holiday',
  'controls.holiday': 'Holiday mode',
  'controls.holiday.help': 'Switches the first holiday in the device’s own list, with the plan that it has for it.',

  'controls.restart': 'Restart',
  'controls.restart.lead': 'A restart takes about two minutes; pictures and recording pause meanwhile.',
  'controls.restart.recorder': 'Restart the recorder',
  'controls.restart.camera': 'Restart the camera',
  'controls.restart.unknown': 'Restart the device',
  'controls.restart.title': 'Restart “{name}”?',
  'controls.restart.text':
    'Its pictures and its recording pause for about two minutes, and no alarm arrives meanwhile.',
  'controls.restart.do': 'Restart',
  'controls.restarting': 'Restarting',
  'controls.restarting.note':
    'Its pictures and its recording come back by themselves, usually within two minutes. There is nothing to do.',
} as const
