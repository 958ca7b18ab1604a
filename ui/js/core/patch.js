/** @file Showing other content by changing no more than what differs: the rest keeps focus and open lists. */

/**
 * Show other content in an element.
 * @param {Element} element - The element.
 * @param {readonly Node[]} content - What is to be in it.
 */
export function patchChildren(element, content) {
  const before = [...element.childNodes];
  if (before.length === content.length) return before.forEach((node, i) => patch(node, content[i]));
  let start = 0;
  let end = 0;
  const shorter = Math.min(before.length, content.length);
  while (start < shorter && before[start].isEqualNode(content[start])) start += 1;
  while (end < shorter - start && before.at(-1 - end)?.isEqualNode(content.at(-1 - end) ?? null)) end += 1;
  const next = before[before.length - end] ?? null;
  for (let i = 0; i < start; i += 1) patch(before[i], content[i]);
  for (let i = 1; i <= end; i += 1) patch(before[before.length - i], content[content.length - i]);
  for (const node of before.slice(start, before.length - end)) node.remove();
  for (const node of content.slice(start, content.length - end)) element.insertBefore(node, next);
}

/**
 * @param {Node} node - What is shown.
 * @param {Node} wanted - What is to be shown in its place.
 */
function patch(node, wanted) {
  if (node.isEqualNode(wanted)) return takeChoices(node, wanted);
  if (goesOn(node, wanted)) patchChildren(/** @type {Element} */ (node), [...wanted.childNodes]);
  else /** @type {ChildNode} */ (node).replaceWith(wanted);
}

/**
 * Return whether an element stays, and what is in it is looked at. A list does not: it knows what its entries mean.
 * @param {Node} node - What is shown.
 * @param {Node} wanted - What is to be shown in its place.
 */
function goesOn(node, wanted) {
  if (!(node instanceof Element) || node.localName === "select") return false;
  return node.cloneNode(false).isEqualNode(wanted.cloneNode(false));
}

/**
 * Take over what is chosen: that stands in no attribute. What is typed stays.
 * @param {Node} node - What is shown.
 * @param {Node} wanted - The same, with what is to be chosen.
 */
function takeChoices(node, wanted) {
  if (!(node instanceof Element) || !(wanted instanceof Element)) return;
  const [own, other] = [node, wanted].map((one) => [one, ...one.querySelectorAll("input, option")]);
  own.forEach((one, i) => {
    const like = other[i];
    if (one instanceof HTMLInputElement && like instanceof HTMLInputElement) one.checked = like.checked;
    if (one instanceof HTMLOptionElement && like instanceof HTMLOptionElement && one.selected !== like.selected)
      one.selected = like.selected;
  });
}
