// What a dialect below the main port's own guard uses of it: the caller, checked input, and words for the description.
export { callerOf, type Env } from '../http/guard.ts'
export { problem } from '../http/problem.ts'
export { route } from '../http/route.ts'
export { readText, valid } from '../http/validate.ts'
