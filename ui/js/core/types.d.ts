/** @file The shapes that pass between the page's parts. Types only; nothing runs here. */

/** What every part of the page is handed. */
export interface Context {
  api: import("./api.js").Api;
  store: import("./store.js").Store;
  route: import("./route.js").Route;
  keys: import("./keys.js").Keys;
  dialogs: import("./dialogs.js").Dialogs;
  annotations: import("./annotations.js").Annotations;
  pictures: Pictures;
  /** Null: Shoebox on this computer. */
  site: import("./site.js").Site | null;
  /** Whose library it is: may add, remove, save, look again, and do something with files. False on a site. */
  isOwner: boolean;
}

/** What loads pictures into images. */
export interface Pictures {
  /** Tells which pictures will be loaded soon, by their addresses of Api.media(), the most urgent first. */
  announce?(urls: Iterable<string>): void;
  /** Loads a picture into an image; `isWanted` is asked again where that does not begin at once. */
  setSource(image: HTMLImageElement, url: string, isWanted: () => boolean): void;
  /** Loads a picture into a new image, and decodes it; rejects when that cannot be, or is given up by the signal. */
  decode(image: HTMLImageElement, url: string, signal: AbortSignal): Promise<void>;
}

/** What the library holds that is not shown. */
export interface LeftOut {
  all: import("../pure/sidebar/api-types.js").LeftOutKind[];
  here: import("../pure/sidebar/api-types.js").LeftOutKind[];
  /** Of the folders that `here` counts, as leftOutQuery() returns it. */
  query: string;
}

/** What the page knows; held by the Store, replaced and never changed. */
export interface State {
  /** Null: the server has not answered yet. */
  status: import("../pure/api-types.js").Status | null;
  /** In the order of the tree. */
  folders: import("../pure/api-types.js").Folder[];
  /** In the order of saving. */
  searches: import("../pure/search/api-types.js").SavedSearch[];
  /** What is not shown, in all folders and in those of the query. */
  leftOut: LeftOut;
  timeline: import("../pure/timeline/timeline.js").Timeline | null;
  /** What the tiles of the timeline say: what it holds, and over it what was said since. */
  marks: import("../pure/annotations/marks.js").Marks;
  /** What was said and the timeline does not hold yet. */
  pending: readonly import("../pure/annotations/overlay.js").Pending[];
  /** The tags at the top, with those below; null: not loaded yet. */
  tags: import("../pure/annotations/api-types.js").TagNode[] | null;
  /** In the order of the tree; null: not loaded yet. */
  albums: import("../pure/albums/api-types.js").Album[] | null;
  /** A timeline for another view is on its way. */
  loading: boolean;
  place: import("../pure/api-types.js").Place;
  /** The folder of the visit that is shown; null: none, or the server has not answered yet. */
  visit: import("../pure/api-types.js").Visit | null;
  view: import("../pure/api-types.js").ViewState;
  /** Indices of the current timeline; null: none. */
  selection: import("../pure/grid/selection.js").Selection | null;
  /** Index of the focused photo, -1: none. */
  focus: number;
  /** A folder is held over the window. */
  dropHover: boolean;
  /** The window fills the screen. */
  fullscreen: boolean;
  /** A sentence: why the page has no server any more. */
  lost: string | null;
}
