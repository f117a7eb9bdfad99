// English for the picture settings of a camera.

export const imagingTexts = {
  'imaging.title': 'Picture',
  'imaging.lead': 'Brightness and the like. The camera alone keeps them, so they are asked of it each time.',
  'imaging.read': 'Read from the camera',
  'imaging.none': 'The camera tells no picture settings.',
  'imaging.brightness': 'Brightness',
  'imaging.contrast': 'Contrast',
  'imaging.saturation': 'Colour',
  'imaging.sharpness': 'Sharpness',
  'imaging.ir_cut': 'Infrared filter',
  'imaging.ir_cut.on': 'In, for the day',
  'imaging.ir_cut.off': 'Out, for the night',
  'imaging.ir_cut.auto': 'By itself',
  'imaging.level': '{level} of 100',
  'imaging.write': 'Write to the camera',
  'imaging.written': 'The camera has taken it.',
  'imaging.ignored': 'The camera did not change: {fields}.',
} as const
