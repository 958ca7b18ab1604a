// What the feed tells, into the store.

import { single } from "./single-flight.js";

/** @typedef {import("./feed.js").News} News */
/** @typedef {import("../pure/api-types.js").Status} Status */

/**
 * @param {Pick<import("./types.js").Context, "api"|"store"|"route">} context
 * @param {{news: (generation: number) => void, readFolders: () => void}} timelines
 */
export function listener({ api, store, route }, timelines) {
  const told = { progress: 0, problems: 0 }; // how often the feed spoke of them
  const refresh = single(async () => {
    const before = { ...told };
    /** @type {Status|null} */
    const now = await api.get("/api/status").catch(() => null);
    const known = store.state.status;
    if (!now || !known) return;
    // what was told while the answer was on its way is newer than the answer
    const progress = told.progress === before.progress ? now.progress : known.progress;
    const problems = told.problems === before.problems ? now.counts.problems : known.counts.problems;
    store.updateStatus({ ...now, progress, counts: { ...now.counts, problems } });
    store.setLost(null);
    timelines.news(now.generation);
  });
  const readSearches = single(async () => {
    const answer = await api.get("/api/searches").catch(() => null);
    if (answer) store.setSearches(answer.searches);
  });
  /** @type {{[K in keyof News]: (news: News[K]) => void}} */
  const heard = {
    changed: () => void refresh(),
    progress: (progress) => {
      told.progress += 1;
      store.updateProgress(progress);
    },
    problems: ({ count }) => {
      told.problems += 1;
      store.setProblemCount(count);
    },
    roots: () => (refresh(), timelines.readFolders(), void readSearches()),
    show: ({ folder, photo }) => route.go({ folder, photo, q: "" }),
    hover: ({ over }) => store.setDropping(over),
  };
  return { heard, refresh, readSearches };
}
