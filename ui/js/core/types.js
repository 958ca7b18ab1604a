/** @file The shapes that pass between the page's parts. Types only; nothing runs here. */

/**
 * What every part of the page is handed.
 * @typedef {object} Context
 * @property {import("./api.js").Api} api
 * @property {import("./store.js").Store} store
 * @property {import("./route.js").Route} route
 * @property {import("./keys.js").Keys} keys
 * @property {import("./dialogs.js").Dialogs} dialogs
 */

/**
 * What the page knows; held by the Store, replaced and never changed.
 * @typedef {object} State
 * @property {import("../pure/api-types.js").Status|null} status  null: the server has not answered yet
 * @property {import("../pure/api-types.js").Folder[]} folders   in the order of the tree
 * @property {import("../pure/api-types.js").SavedSearch[]} searches  in the order of saving
 * @property {import("../pure/timeline/timeline.js").Timeline|null} timeline
 * @property {boolean} loading              a timeline for another view is on its way
 * @property {import("../pure/api-types.js").Place} place
 * @property {import("../pure/api-types.js").ViewState} view
 * @property {import("../pure/grid/selection.js").Selection|null} selection  indices of the current timeline; null: none
 * @property {number} focus                 index of the focused photo, -1: none
 * @property {boolean} dropping             a folder is held over the window
 * @property {boolean} fullscreen           the window fills the screen
 * @property {string|null} lost             a sentence: why the page has no server any more
 */

export {};
