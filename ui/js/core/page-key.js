// The page's key: brought by the one-time address, kept where only this origin, port included, can read it.

/** @returns {string} */
export function pageKey() {
  /** @type {HTMLMetaElement|null} */
  const given = document.querySelector('meta[name="gallery-key"]');
  if (given) {
    sessionStorage.setItem("gallery-key", given.content);
    given.remove();
    history.replaceState(null, "", "/"); // a reload cannot use that address again
  }
  return sessionStorage.getItem("gallery-key") ?? "";
}
