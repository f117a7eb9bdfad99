// How often the appliance was back after it had been away: pictures that wait for their next try need not wait on.
import { signal } from '@preact/signals'

export const returns = signal(0)
