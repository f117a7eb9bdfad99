// What the bundler takes and the type checker does not know.
declare module '*.css'
declare module 'hls.js/light' {
  export { default } from 'hls.js'
}
