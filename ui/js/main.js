/**
 * @file The start of the page: makes every part, hands each what it needs of the others, and connects the event stream.
 */

import { Annotations, bindUndoKeys } from "./core/annotations.js";
import { Api, signedOut } from "./core/api.js";
import { Dialogs } from "./core/dialogs.js";
import { byId, loadIcons, on } from "./core/dom.js";
import { takePageKey } from "./core/page-key.js";
import { readTexts } from "./core/language.js";
import { bindFullscreen } from "./core/full-screen.js";
import { Feed } from "./core/feed.js";
import { leaveGone } from "./core/gone-place.js";
import { News } from "./core/news.js";
import { followPointer, nameKeys } from "./core/key-names.js";
import { Keys } from "./core/keys.js";
import { keptView, persistView } from "./core/persist-view.js";
import { PictureLinks } from "./core/picture-links.js";
import { directPictures } from "./core/pictures.js";
import { dropPlaceOfOther, followLogOut, readSite, reloadOnce, reloadWhenBack } from "./core/site.js";
import { createFeedHandlers } from "./core/feed-handlers.js";
import { finishWhenLeft } from "./core/leaving.js";
import { LeftOutLoader } from "./core/left-out.js";
import { parsePlace, Route } from "./core/route.js";
import { overviewLevel, scopeOf } from "./core/scope.js";
import { askAboutSidecars } from "./core/sidecars.js";
import { Store } from "./core/store.js";
import { Marks } from "./pure/annotations/marks.js";
import { bindKeepKey, goToVisit, VisitFollower } from "./core/visits.js";
import { TimelineLoader } from "./core/timeline-loader.js";
import { AlbumsPage } from "./views/albums/albums-page.js";
import { AlbumActions } from "./views/grid/album-actions.js";
import { PhotoDrag } from "./views/grid/photo-drag.js";
import { Marquee } from "./views/grid/marquee.js";
import { SearchBox } from "./views/search/search-box.js";
import { speakCounts } from "./views/search/spoken-count.js";
import { Grid } from "./views/grid/grid.js";
import { HintLine } from "./views/grid/hints.js";
import { GridKeys } from "./views/grid/grid-keys.js";
import { Overview } from "./views/grid/overview.js";
import { followLastScreen } from "./views/grid/last-screen.js";
import { LeftOutLine } from "./views/grid/left-out-line.js";
import { bindPlaceMenu } from "./views/grid/place-menu.js";
import { PhotoSize } from "./views/grid/photo-size.js";
import { bindHoverHeart } from "./views/grid/said-badge.js";
import { Saying } from "./views/grid/saying.js";
import { SelectionBar } from "./views/grid/selection-bar.js";
import { BackupsPage } from "./views/gone/backups-page.js";
import { GonePage } from "./views/gone/gone-page.js";
import { SettingsPage } from "./views/settings/settings-page.js";
import { HistoryPage } from "./views/history/history-page.js";
import { MarkFilterButton } from "./views/shell/mark-filter.js";
import { bindKeySheet } from "./views/shell/key-sheet.js";
import { EmptyStates } from "./views/shell/empty-states.js";
import { bindLiveHover } from "./views/grid/live-hover.js";
import { SelectionController } from "./views/grid/selection-controller.js";
import { AlbumTree } from "./views/sidebar/albums.js";
import { showQuestions } from "./views/sidebar/questions-place.js";
import { SaidPlaces } from "./views/sidebar/said-places.js";
import { SavedSearches } from "./views/sidebar/saved-searches.js";
import { DateRail } from "./views/grid/date-rail.js";
import { Sidebar } from "./views/sidebar/sidebar.js";
import { createLeftOutFoot, showLeftOutHere } from "./views/sidebar/left-out.js";
import { ScanStatus } from "./views/sidebar/scan-status.js";
import { Toolbar } from "./views/shell/toolbar.js";
import { showTransfer } from "./views/transfer/transfer-dialog.js";
import { createViewer } from "./views/viewer/viewer.js";

/** @typedef {import("./core/types.js").Context} Context */
/** @typedef {import("./core/types.js").State} State */
/** @typedef {import("./pure/api-types.js").Status} Status */

/** @type {import("./pure/api-types.js").ViewState} */
const VIEW = {
  folder: null,
  subfolders: true,
  order: "date",
  row: null,
  theme: "system",
  language: "system",
  photo: null,
  anchor: null,
  sidebar: true, side: null, info: false,
  open: [], volume: 100, muted: false,
  advance: false, names: false,
};

/** @type {State} */
const NOTHING = {
  status: null,
  folders: [],
  searches: [],
  leftOut: { all: [], here: [], query: "" },
  timeline: null,
  loading: true,
  marks: new Marks(new Uint8Array(0), new Uint8Array(0)),
  pending: [],
  tags: null,
  albums: null,
  place: { folder: null, album: null, photo: null, q: "", visit: null, page: "" },
  visit: null,
  view: VIEW,
  selection: null,
  focus: -1,
  dropHover: false,
  fullscreen: false,
  lost: null,
};

/**
 * Make what all parts of the page share.
 * @returns {Context} The context.
 */
function createContext() {
  const store = new Store(NOTHING);
  const site = readSite();
  const keys = new Keys(() => scopeOf(store.state, site === null));
  const onLost = (/** @type {string} */ lost) => void ((lost === signedOut() && reloadOnce()) || store.setLost(lost));
  const api = new Api(takePageKey(), onLost, site !== null);
  const route = new Route((place) => store.setPlace(place));
  const pictures = site?.links ? new PictureLinks(api) : directPictures;
  const dialogs = new Dialogs();
  dialogs.nameKey = (key) => keys.named(key);
  const annotations = new Annotations({ api, store, dialogs });
  finishWhenLeft({ api, annotations });
  return { api, store, route, keys, dialogs, annotations, pictures, site, isOwner: site === null };
}

/**
 * Begin with the place remembered from the last launch, unless the address names one.
 * @param {Context} context - What the parts of the page share.
 * @param {Status} status - The first status.
 */
function restore({ store, route, site }, status) {
  const view = { ...VIEW, ...keptView(site, status) };
  store.begin(status, view);
  if (goToVisit(route, status.visit)) return;
  if (location.hash.length > 1) return store.setPlace(parsePlace(location.hash));
  route.go({ folder: view.folder, photo: null, q: "" }, { replace: true });
  if (view.photo !== null) route.go({ photo: view.photo });
  store.setPlace(route.place);
}

/**
 * Make the views and connect them.
 * @param {Context} context - What the parts of the page share.
 */
function createViews(context) {
  bindFullscreen(context);
  // first of all: what is out of reach cannot take the focus
  context.store.watch((state) => state.place.photo !== null, (isOpen) => (byId("shell").inert = isOpen));
  const grid = new Grid(context);
  followLastScreen(context, grid);
  const saying = context.isOwner ? new Saying(context, grid) : null;
  const selection = new SelectionController(context, grid, saying);
  if (context.isOwner) new HintLine(context);
  new GridKeys(context, grid, selection);
  bindLiveHover(context, grid, byId("grid"));
  const dateRail = new DateRail(context, grid);
  on(byId("scroller"), "scroll", () => dateRail.showWhileScrolling(), { passive: true });
  const overview = new Overview(context, grid);
  const size = new PhotoSize(context, grid, overview);
  const toolbar = new Toolbar(context, {
    selectAll: () => selection.selectAll(),
    larger: () => size.larger(),
    smaller: () => size.smaller(),
    months: () => overview.show("months"),
    transfer: () => showTransfer(context),
  });
  bindPlaceMenu(context, grid, () => (context.store.state.place.visit ? [] : toolbar.sortItems()));
  if (saying) createSaying(context, grid, selection, saying);
  const emptyStates = new EmptyStates(context, () => void showLeftOutHere(context));
  new SearchBox(context, () => {
    grid.focus(Math.max(0, context.store.state.focus));
    emptyStates.focusNext();
  });
  speakCounts(context);
  const sidebar = new Sidebar(context);
  if (context.isOwner) new SavedSearches(context, () => sidebar.closeDrawer());
  if (context.isOwner) new AlbumTree(context, () => sidebar.closeDrawer());
  if (context.isOwner) new SaidPlaces(context, () => sidebar.closeDrawer());
  if (context.isOwner) showQuestions(context, () => sidebar.closeDrawer());
  new ScanStatus(context);
  createLeftOutFoot(context);
  new LeftOutLine(context, grid, () => void showLeftOutHere(context));
  followViewer(context, grid);
  createViewer(context);
  if (context.isOwner) bindKeepKey(context);
  bindKeySheet(context);
  followPointer();
}

/**
 * Make what only the owner of the library sees: what can be done with photos, and what was said about them.
 * @param {Context} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 * @param {SelectionController} selection - What selects photos.
 * @param {Saying} saying - What says things about them.
 */
function createSaying(context, grid, selection, saying) {
  const albums = new AlbumActions(context, grid, (target) => saying.isMeant(target));
  const drag = new PhotoDrag(context, grid, albums);
  new Marquee(context, grid, (press) => drag.takes(press));
  selection.albums = albums;
  new SelectionBar(context, grid, selection, saying, albums);
  new AlbumsPage(context);
  bindHoverHeart(byId("grid"));
  bindUndoKeys(context);
  new MarkFilterButton(context);
  new HistoryPage(context);
  new GonePage(context);
  new BackupsPage(context);
  new SettingsPage(context);
  context.store.watch(
    ({ place }) => ["history", "gone", "backups", "settings"].includes(place.page) && place.photo === null,
    (shown) => byId("main").classList.toggle("is-history", shown),
  );
  context.store.watch((state) => state.status?.keys, (changes = {}) => {
    context.keys.changes = changes;
    nameKeys(changes);
  });
  askAboutSidecars(context);
}

/**
 * Focus the last photo shown in the grid when it is closed.
 * @param {Context} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 */
function followViewer({ store }, grid) {
  let last = store.state.place.photo;
  store.watch((state) => state.place.photo, (photo) => {
    if (photo === null && last !== null && !overviewLevel(store.state)) grid.focus(grid.timeline.indexOf(last));
    last = photo;
  });
}

/**
 * Open the event stream; on a site, ask for the news.
 * @param {Context} context - What the parts of the page share.
 * @param {TimelineLoader} timelines - What loads timeline and folders.
 */
function listen(context, timelines) {
  const { handlers, refresh, loadSearches } = createFeedHandlers(context, timelines);
  /** @type {import("./core/feed.js").FeedListener["onEvent"]} */
  const onEvent = (kind, data) => handlers[kind](data);
  const isShown = (/** @type {number} */ generation) => timelines.isShown(generation);
  if (context.site) new News(context, { onEvent, onOpen: refresh, isShown });
  else new Feed(context.api.feed, { onEvent, onOpen: () => (refresh(), loadSearches()), onError: refresh });
}

/**
 * Show the theme of the view state.
 * @param {Context} context - What the parts of the page share.
 */
function followTheme({ store }) {
  store.watch((state) => state.view.theme, (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  });
}

/** Start the page. */
async function start() {
  readTexts();
  const context = createContext();
  if (context.site) {
    dropPlaceOfOther(context.site);
    followLogOut();
  }
  loadIcons();
  followTheme(context);
  byId("shell").classList.toggle("is-read-only", !context.isOwner);
  const status = await context.api.get("/api/status").catch(() => null);
  if (status) restore(context, status);
  createViews(context);
  byId("shell").hidden = false;
  if (!status) return context.site ? reloadWhenBack(context.api) : undefined;
  const timelines = new TimelineLoader(context, leaveGone(context));
  new LeftOutLoader(context);
  if (context.isOwner) new VisitFollower(context, timelines);
  persistView(context);
  void Promise.all([timelines.firstLoad, timelines.loadFolders()]).then(() => listen(context, timelines));
}

void start();
