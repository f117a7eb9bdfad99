// What no new start mends: whoever starts us again and again would only wear out the disk.

/** Its text says what a person has to do. `porchlight serve` ends with 2 for it, as for a wrong configuration. */
export class NeedsPerson extends Error {}
