// What a script may raise: one event, checked where it comes from outside.
import { z } from 'zod'

export const eventSchema = z.strictObject({
  /** The device's word: VMD, linedetection, shelteralarm, videoloss, IO, diskfull …; unknown ones go out as they are. */
  type: z.string().min(1).max(100).default('VMD'),
  channel: z.number().int().min(0).max(65_535).default(1),
  /** One notice of that state. Left out: a whole alarm, from its beginning to its end. */
  state: z.enum(['active', 'inactive']).optional(),
  /** Seconds that the alarm lasts (3 for a whole one); with state active, seconds for which it is repeated. */
  duration: z.number().min(0).max(86_400).optional(),
  /** Milliseconds between repeats (1000, all alarms in one batch). */
  repeat: z.number().int().min(10).max(600_000).optional(),
  /** Whether an inactive notice follows; left out: as devices of this kind do. */
  inactive: z.boolean().optional(),
  target: z.enum(['human', 'vehicle', 'others']).optional(),
  /** Number of the region or line. */
  region: z.number().int().min(1).max(64).optional(),
  /** Where the target is, 0 to 1 from the top left; with `null` the alert frames none. Left out: in the middle. */
  area: z
    .strictObject({
      x: z.number().min(0).max(1),
      y: z.number().min(0).max(1),
      width: z.number().min(0).max(1),
      height: z.number().min(0).max(1),
    })
    .nullable()
    .optional(),
  /** Name of the rule that was broken. */
  rule: z.string().min(1).max(100).optional(),
  /** A JPEG follows as a part of its own. */
  picture: z.boolean().optional(),
  /** Alarm input of an IO event. */
  input: z.number().int().min(1).max(65_535).optional(),
  /** The real type of an event of type `duration`. */
  relation: z.string().max(100).optional(),
  /** These bytes go onto the streams as they are, and nothing else. */
  raw: z.string().max(1_000_000).optional(),
})

export type SimEventInput = z.input<typeof eventSchema>
export type SimEvent = z.output<typeof eventSchema>

/** One problem list as a text for people. */
export function problemText(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message)).join('; ')
}
