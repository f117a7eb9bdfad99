// Works through a list, a few items at a time; the first failure ends it, and nothing is left running behind it.

export async function pool<T>(atOnce: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  let failed = false
  async function worker(): Promise<void> {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) await work(item)
  }
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(atOnce, items.length) }, () =>
      worker().catch((error) => {
        failed = true
        throw error
      }),
    ),
  )
  const broken = ends.find((end) => end.status === 'rejected')
  if (broken) throw broken.reason
}
