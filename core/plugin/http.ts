// What a dialect uses of the main port's own routes: the caller, checked input, words for the description, files as answers.
export { type FileAnswer, fileAnswer, recordingAnswer, type Served, servedAnswer } from '../http/files.ts'
export { callerOf, type Env } from '../http/guard.ts'
export { pictureAnswer } from '../http/picture.ts'
export { problem } from '../http/problem.ts'
export { route } from '../http/route.ts'
export { letWait } from '../http/sockets.ts'
export { readText, valid } from '../http/validate.ts'
export { vodFile } from '../http/vod.ts'
