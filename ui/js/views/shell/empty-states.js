/**
 * @file What stands in place of the grid or above it: the first start, no photos, a drive that is away, a server that
 * is gone, a folder held over the window.
 */

import { byId, h, icon, on, textNodes } from "../../core/dom.js";
import { keyCap, nameKey } from "../../core/key-names.js";
import { ApiError, signedOut } from "../../core/api.js";
import { rescan } from "../../core/commands.js";
import { leftOutHere } from "../../core/left-out.js";
import { describeLeftOut } from "../../pure/sidebar/left-out.js";
import { keepVisit } from "../../core/visits.js";
import { NoResults } from "./no-results.js";
import { Welcome } from "./welcome.js";
import { folderPath } from "../../pure/sidebar/folder-tree.js";
import { t } from "../../pure/text/texts.js";
import { folderById } from "../../pure/sidebar/folders-by-id.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/types.js").State} State */

/**
 * Which page is shown in place of the grid; "": the grid itself.
 * @typedef {"welcome"|"empty"|"album"|"nothing"|"reading"|""} EmptyState
 */

/**
 * Return what stands in place of the grid.
 * @param {State} state - The state of the page.
 * @param {boolean} isOwner - Whether who looks can do something about it.
 * @returns {EmptyState} "": the grid itself.
 */
function emptyStateOf({ status, timeline, place, loading }, isOwner) {
  if (isOwner && status && status.roots.length === 0 && !place.visit) return "welcome";
  if (!status || !timeline || timeline.n > 0 || loading) return "";
  if (place.visit) return "empty";
  if (place.album) return "album";
  if (place.q) return "nothing";
  return status.progress.stage === "idle" ? "empty" : "reading";
}

/** Shows empty states, banners and the drop area. */
export class EmptyStates {
  #context;
  #page = byId("page");
  #noResults;
  #welcome;
  #onListLeftOut;
  #hasLostFocus = false;
  #isFocusWanted = false;
  /** @type {Record<Exclude<EmptyState, "">, (state: State) => HTMLElement[]>} */
  #makePage = {
    welcome: (state) => this.#welcome.draw(state.status?.desktop ?? false),
    empty: (state) => this.#emptyPage(state),
    album: (state) => this.#albumPage(state),
    nothing: () => [this.#noResults.page()],
    reading: () => this.#readingPage(),
  };

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {() => void} onListLeftOut - The user wants the list of what the folder holds that is not shown.
   */
  constructor(context, onListLeftOut) {
    this.#context = context;
    this.#onListLeftOut = onListLeftOut;
    this.#welcome = new Welcome(context);
    this.#noResults = new NoResults(context, (hadFocus) => this.#takeFocus(hadFocus));
    const { store } = context;
    store.watch(
      (state) =>
        `${emptyStateOf(state, context.isOwner)} ${state.place.q} ${state.place.folder} ` +
        `${state.albums?.find(({ id }) => id === state.place.album)?.name} ` +
        `${state.place.visit} ${state.status?.desktop}` +
        describeLeftOut(leftOutHere(state)) +
        (state.place.q ? ` ${state.timeline?.generation} ${state.view.subfolders}` : ""),
      () => this.#draw(),
    );
    store.watch(
      (state) => state.status?.progress.listed,
      () => this.#count(),
    );
    store.watch(
      ({ visit, ...state }) =>
        JSON.stringify([state.lost, this.#offline(state), state.status?.notices, visit?.name, visit?.problem]),
      () => this.#drawBanner(),
    );
    store.watch(
      (state) => state.dropHover,
      (dropHover) => (byId("drop").hidden = !dropHover),
    );
  }

  #draw() {
    const { isOwner, store } = this.#context;
    const { state } = store;
    const page = emptyStateOf(state, isOwner);
    const inside = this.#page.contains(document.activeElement) || this.#hasLostFocus;
    byId("timeline").hidden = page !== "";
    byId("shell").classList.toggle("is-first", page === "welcome");
    this.#page.hidden = page === "";
    this.#page.className = page === "welcome" ? "welcome" : "empty";
    this.#page.replaceChildren(...(page ? this.#makePage[page](state) : []));
    this.#count();
    this.#hasLostFocus = inside && document.activeElement === document.body; // its button has gone
    if (this.#hasLostFocus && page === "") byId("scroller").focus();
    this.#takeFocus();
  }

  /**
   * Give the focus to the button that leaves the search, as soon as it is known that nothing was found; not where the
   * user does something else first.
   */
  focusNext() {
    this.#isFocusWanted = true;
    const forget = () => void (this.#isFocusWanted = false);
    for (const kind of ["keydown", "pointerdown"])
      document.addEventListener(kind, forget, { capture: true, once: true });
    this.#takeFocus();
  }

  /** @param {boolean} [had] - Whether what is drawn anew had the focus. */
  #takeFocus(had = false) {
    /** @type {HTMLElement|null} */
    const button = this.#page.querySelector(".empty__do > :last-child");
    if (!button || !(had || (this.#isFocusWanted && document.activeElement === document.body))) return;
    this.#isFocusWanted = false;
    button.focus();
  }

  /**
   * Make the page of a folder without photos.
   * @param {State} state - The state of the page.
   */
  #emptyPage(state) {
    const { place, folders, view } = state;
    const leftOut = describeLeftOut(leftOutHere(state));
    const folder = folderById(folders, place.folder);
    const { isOwner } = this.#context;
    const none = t(isOwner ? "shell-no-photos" : "shell-no-photos-yet");
    const below = folder && !view.subfolders && folder.total > 0;
    return [
      h(
        "div",
        { class: "empty__in" },
        h("h2", { text: folder ? t("shell-no-photos-in", { name: folder.name }) : none }),
        leftOut && h("p", { role: "status", text: leftOut }),
        (below || (isOwner && !leftOut)) && h("p", {
          text: below
            ? t("shell-subfolders-hold", { count: folder.total })
            : t("shell-put-photos"),
        }),
        h(
          "div",
          { class: "empty__do" },
          below &&
            this.#button(t("shell-subfolders"), "button button--main", () =>
              this.#context.store.updateView({ subfolders: true }),
            ),
          leftOut && this.#button(t("common-show-list"), "button", this.#onListLeftOut),
          isOwner && !place.visit &&
            this.#button(t("common-look-again"), "button", () => rescan(this.#context, folder ? { root: folder.root }
              : {})),
        ),
      ),
    ];
  }

  /**
   * Make the page of an album without photos, or in which a search finds none.
   * @param {State} state - The state of the page.
   */
  #albumPage({ albums, place }) {
    const name = albums?.find(({ id }) => id === place.album)?.name ?? t("shell-this-album");
    if (place.q) return [h("div", { class: "empty__in" }, h("h2", { text: t("shell-album-no-match", { name }) }),
      h("div", { class: "empty__do" }, this.#button(t("shell-search-everywhere"), "button button--main",
        () => this.#context.route.go({ folder: null, q: place.q }))))]; // prettier-ignore
    return [h("div", { class: "empty__in" }, h("h2", { text: t("shell-album-empty", { name }) }),
      h("p", {}, ...textNodes("shell-album-how", { key: keyCap("album/KeyB") })),
      h("div", { class: "empty__do" }, this.#button(t("shell-show-all-photos"), "button button--main",
        () => this.#context.route.go({ folder: null, photo: null, q: "" }))))]; // prettier-ignore
  }

  /** Make the page that stands while the first photos are looked for. */
  #readingPage() {
    return [h("div", { class: "empty__in" },
      h("h2", { text: t("shell-looking") }),
      h("p", { id: "listed", role: "status" }))];
  }

  #count() {
    const text = document.getElementById("listed");
    const listed = this.#context.store.state.status?.progress.listed ?? 0;
    if (text) text.textContent = t("shell-listed", { count: listed });
  }

  /**
   * @param {string} text - Its label.
   * @param {string} name - Its style classes.
   * @param {() => void} run - What to do.
   */
  #button(text, name, run) {
    const button = h("button", { type: "button", class: name, text });
    on(button, "click", run);
    return button;
  }

  /**
   * Return what is to be said of the folder shown when the drive that it lies on is away, else null: of its root, or of
   * the folder inside it on which the drive was.
   * @param {Pick<State, "status"|"folders"|"place">} state - The state of the page.
   */
  #offline({ status, folders, place }) {
    const path = folderPath(folders, place.folder);
    const root = status?.roots.find((one) => one.id === path[0]?.root && one.state === "offline");
    const away = path.find((folder) => folder.offline);
    return root ?? (away ? { id: away.root, name: away.name, reason: away.reason } : null);
  }

  /** Reload the page if the server answers. Without one a reload would leave the browser's own error page. */
  async #reload() {
    const { api, dialogs, site } = this.#context;
    const failure = await api.get("/api/status").then(() => null, (error) => error);
    const signedOut = failure instanceof ApiError && failure.status === 401;
    if (!failure || (site && signedOut)) location.reload();
    else if (site) dialogs.toast(t("shell-gallery-silent"));
    else if (!(failure instanceof ApiError)) dialogs.toast(t("shell-silent"));
  }

  /** Show all that is to be said, most urgent first: none of it may hide another. */
  #drawBanner() {
    const { state } = this.#context.store;
    const notice = (state.status?.notices ?? []).join(" ");
    const root = this.#offline(state);
    const reload = this.#button(t(state.lost === signedOut() ? "shell-sign-in" : "common-try-again"), "button",
      () => this.#reload()); // prettier-ignore
    byId("banner").replaceChildren(
      ...(state.lost ? [banner("warning", state.lost, "", reload)] : []),
      ...(notice ? [banner("warning", "", notice, null)] : []),
      ...(root ? [this.#offlineBanner(root)] : []),
      ...(state.visit ? [this.#visitBanner(state.visit)] : []),
    );
  }

  /** @param {import("../../pure/api-types.js").Visit} visit - The folder that is visited. */
  #visitBanner({ name, problem }) {
    const keep = this.#button(t("shell-keep-visit"), "button", () => void keepVisit(this.#context));
    nameKey(keep, t("shell-keep-visit"), "grid/KeyL", false);
    return banner("folder", t("shell-visit", { name }), problem ?? t("shell-visit-forgotten"), keep);
  }

  /** @param {{id: number, name: string, reason: string|null}} away - What is away, by the root to look at again. */
  #offlineBanner({ id, name, reason }) {
    return banner(
      "offline",
      t("shell-offline", { name }),
      `${reason ?? ""} ${t("shell-offline-photos")}`,
      this.#context.isOwner ? this.#button(t("common-look-again"), "button", () => rescan(this.#context,
        { root: id })) : null,
    );
  }
}

/**
 * @param {string} name - Name of the icon.
 * @param {string} strong - What is said first, in bold.
 * @param {string} text - What is said after it.
 * @param {HTMLElement|null} action - A button.
 */
function banner(name, strong, text, action) {
  return h(
    "div",
    { class: "banner" },
    icon(name),
    h("p", {}, h("strong", { text: strong }), ` ${text}`),
    action && h("div", { class: "banner__do" }, action),
  );
}
