// For a request that takes as long as its device: the server must not cut the answer meanwhile.

/** Off a listening server, as in tests, there is nothing that would cut it. */
export const takesLong = (c: { env: unknown; req: { raw: Request } }) =>
  (c.env as { timeout?: (request: Request, seconds: number) => void } | undefined)?.timeout?.(c.req.raw, 0)
