/**
 * @file The key of the page: brought by the one-time address, kept where only this origin, port included, can read it.
 */

/**
 * Take the key out of the page and keep it, or return the one kept before a reload. Taking it also removes the element
 * that holds it, and the one-time address from the history.
 * @returns {string} The key; "": there is none.
 */
export function takePageKey() {
  /** @type {HTMLMetaElement|null} */
  const given = document.querySelector('meta[name="gallery-key"]');
  if (given) {
    sessionStorage.setItem("gallery-key", given.content);
    given.remove();
    if (location.pathname !== "/") history.replaceState(null, "", "/"); // a reload cannot use that address again
  }
  return sessionStorage.getItem("gallery-key") ?? "";
}
