// English for the settings of all channels.

export const configurationTexts = {} as const
