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
  /** @param {Partial<Status>} change */
  const status = (change) => store.state.status && store.set({ status: { ...store.state.status, ...change } });
  const refresh = single(async () => {
    const before = { ...told };
    /** @type {Status|null} */
    const now = await api.get("/api/status").catch(() => null);
    const known = store.state.status;
    if (!now || !known) return;
    // what was told while the answer was on its way is newer than the answer
    const progress = told.progress === before.progress ? now.progress : known.progress;
    const problems = told.problems === before.problems ? now.counts.problems : known.counts.problems;
    status({ ...now, progress, counts: { ...now.counts, problems } });
    store.set({ lost: null });
    timelines.news(now.generation);
  });
  const readSearches = single(async () => {
    const answer = await api.get("/api/searches").catch(() => null);
    if (answer) store.set({ searches: answer.searches });
  });
  /** @type {{[K in keyof News]: (news: News[K]) => void}} */
  const heard = {
    changed: () => void refresh(),
    progress: (progress) => {
      told.progress += 1;
      status({ progress });
    },
    problems: ({ count }) => {
      told.problems += 1;
      if (store.state.status) status({ counts: { ...store.state.status.counts, problems: count } });
    },
    roots: () => (refresh(), timelines.readFolders(), void readSearches()),
    show: ({ folder, photo }) => route.go({ folder, photo, q: "" }),
    hover: ({ over }) => store.set({ dropping: over }),
  };
  return { heard, refresh, readSearches };
}
