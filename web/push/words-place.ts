// Where the page leaves its words for the worker, which can read nothing else of what a browser keeps for pages.

/** `scope`: address of the pages, with a slash at its end. */
export const wordsPlace = (scope: string) => ({ cache: `porchlight-words ${scope}`, url: `${scope}words.json` })
