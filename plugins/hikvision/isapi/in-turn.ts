// Large documents one after the other, with room between them for whoever else waits.

let last: Promise<unknown> = Promise.resolve()

/**
 * Resolves when it is this document's turn. A dozen answers that arrive together would else be read in one go, and a
 * person's request would wait for all of them.
 */
export function myTurn(): Promise<void> {
  const turn = last.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
  last = turn
  return turn
}
