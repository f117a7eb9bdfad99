// Topics that begin alike: whether one prefix holds all that lies below another.

/** Whether they are the same, or one lies below the other. */
export function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`)
}
