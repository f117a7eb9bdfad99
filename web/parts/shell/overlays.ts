// What lies over a page now and then, which comes to the browser together.
export { KeysDialog } from './keys-dialog.tsx'
export { SearchDialog } from './search/search-dialog.tsx'
