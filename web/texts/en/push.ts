// English for being told of alarms by the browser.

export const pushTexts = {} as const
