/** @file What each event of the server changes in the store. */

import { goToVisit } from "./visits.js";

/** @typedef {import("./feed.js").FeedEvents} FeedEvents */
/** @typedef {import("../pure/api-types.js").Status} Status */

/**
 * Make the handlers of the event stream.
 * @param {Pick<import("./types.js").Context, "api"|"store"|"route">} context - What the parts of the page share.
 * @param {{libraryChanged: (generation: number) => void, loadFolders: () => void}} timelines - What loads timeline and
 *   folders.
 */
export function createFeedHandlers({ api, store, route }, timelines) {
  const received = { progress: 0, problems: 0 }; // how often the feed spoke of them
  const refresh = singleFlight(async () => {
    const before = { ...received };
    const keysBefore = store.state.status?.keys;
    /** @type {Status|null} */
    const now = await api.get("/api/status").catch(() => null);
    const known = store.state.status;
    if (!now || !known) return;
    // what was told while the answer was on its way is newer than the answer
    const progress = received.progress === before.progress ? now.progress : known.progress;
    const problems = received.problems === before.problems ? now.counts.problems : known.counts.problems;
    const keys = known.keys === keysBefore ? now.keys : known.keys; // else changed meanwhile
    store.updateStatus({ ...now, keys, progress, counts: { ...now.counts, problems } });
    store.setLost(null);
    timelines.libraryChanged(now.generation);
    goToVisit(route, now.visit); // begun while the page was hidden, and heard of no event
  });
  const loadSearches = singleFlight(async () => {
    const answer = await api.get("/api/searches").catch(() => null);
    if (answer) store.setSearches(answer.searches);
  });
  /** @type {{[K in keyof FeedEvents]: (data: FeedEvents[K]) => void}} */
  const handlers = {
    changed: () => void refresh(),
    progress: (progress) => {
      received.progress += 1;
      store.updateProgress(progress);
    },
    problems: ({ count }) => {
      received.problems += 1;
      store.setProblemCount(count);
    },
    roots: () => (refresh(), timelines.loadFolders(), void loadSearches()),
    show: ({ folder, photo, visit }) =>
      visit && photo ? void goToVisit(route, { id: visit, photo }) : route.go({ folder, photo, q: "" }),
    hover: ({ over }) => store.setDropHover(over),
  };
  return { handlers, refresh, loadSearches };
}

/**
 * Return a function that runs at most once at a time. Calls during a run lead to one more run after it.
 * @param {() => Promise<void>} run - The work.
 */
function singleFlight(run) {
  let busy = false;
  let again = false;
  return async () => {
    if (busy) return void (again = true);
    busy = true;
    do {
      again = false;
      await run();
    } while (again);
    busy = false;
  };
}
