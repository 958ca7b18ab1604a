// What the tests of languages read of the page's modules: the keys that they name, and texts that stand in them.

import ts from "typescript";

/** Names of keys, of headers, types, formats, and of languages in themselves: no texts though they look like words. */
const WORDS = new Set([
  "Alt", "Backspace", "Content", "Ctrl", "Delete", "End", "Enter", "Escape", "Home", "If-None-Match", "Insert", "Meta",
  "Shift", "Shoebox", "Space", "Tab", "F11", "UTC", "Files", "Comma", "Period", "Slash", "Backslash", "Minus", "Equal",
  "ContextMenu", "AbortError", "… mm", "ClipboardItem", "ApiError", "NotAllowedError", "Content-Type",
  "Ctrl+Space", "English", "Deutsch", "RAW", "WebP", "gain map", "Digit…",
  "Lightroom", "XnView, qimgv", "Control", "AltGraph", "CapsLock", "NumLock", "ScrollLock", "Fn", "FnLock", "Dead",
  "Process", "Unidentified",
]);
const SAID = new Set([
  "text", "title", "label", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext",
  "alt", "textContent", "group",
]);
const UNSAID = new Set(["class", "className", "keys", "key", "scope", "icon"]);
const SAYING = new Set(["t", "textNodes"]);
const NO_TEXT = new Set([
  "querySelector", "querySelectorAll", "matches", "closest", "matchMedia", "add", "remove", "toggle", "contains",
  "setProperty", "getPropertyValue", "press", "supports",
]);
const KEY =
  /^(?:(?:Ctrl|Shift|Alt|Meta)\+)*(?:[A-Z]|Arrow\w+|Page\w+|Key[A-Z]|Digit[\d…]|Numpad\w+|Home|End|Enter|\S)?$/;
/** Selectors, transforms and lengths of style sheets, and queries of media. */
const NO_WORDS = /^[a-z-]+: |[{}<>=]|^[.#[]|^(?:… )?[a-z]+\(|px\b|^(?:[a-z]+, )*[a-z]+$/;
const CLASSES =
  /^(?:\s*[a-z][\w-]*(?:--|__|-)[\w-…]*|\s*(?:button|icon|field|scroll|clip|count|quiet|sr|turn|twist…?|act))+\s*$/;

/**
 * Finds what a module says without a table.
 * @param {string} source  of the module
 * @returns {string[]}  the texts
 */
export function textsIn(source) {
  const found = [];
  walk(source, (node) => {
    const text = literalOf(node);
    if (text === null || WORDS.has(text) || isUnsaid(node)) return;
    if (isSentence(text) || (isSaid(node) && /[A-Za-z]{2}/.test(text))) found.push(text);
  });
  return found;
}

/**
 * Finds the calls of t(), by the literal keys in their first argument.
 * @param {string} source  of a module
 * @returns {{key: string, values: string[]|null}[]}  names of variables that are given; null: they cannot be told
 */
export function callsIn(source) {
  const found = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !SAYING.has(node.expression.getText())) return;
    const [key, values] = node.arguments;
    const keys = [];
    const take = (/** @type {any} */ one) => {
      if (ts.isConditionalExpression(one)) [one.whenTrue, one.whenFalse].forEach(take);
      else if (ts.isStringLiteral(one)) keys.push(one.text);
    };
    take(key);
    for (const one of keys) found.push({ key: one, values: namesOf(values) });
  });
  return found;
}

/** @returns {string[]}  all string literals of a module */
export function literalsIn(source) {
  const found = [];
  walk(source, (node) => void (ts.isStringLiteral(node) && found.push(node.text)));
  return found;
}

function namesOf(values) {
  if (!values) return [];
  if (!ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return null;
  return values.properties.map((one) => one.name.getText());
}

function walk(source, visit) {
  const enter = (node) => (visit(node), ts.forEachChild(node, enter));
  enter(ts.createSourceFile("module.js", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
}

function literalOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}

/** Words with a space between them, or one with a capital. */
function isSentence(text) {
  const trimmed = text.trim();
  if (WORDS.has(trimmed) || KEY.test(trimmed) || CLASSES.test(trimmed) || NO_WORDS.test(trimmed))
    return false;
  return /^[A-Z][a-z]+/.test(trimmed) || /[A-Za-z“”,…] +[A-Za-z“…]*[a-z]{2}/.test(text);
}

function isSaid(node) {
  const owner = ownerOf(node);
  return owner !== "" && SAID.has(owner) && !/^[a-z]+-[a-z-]+$/.test(literalOf(node) ?? "");
}

function isUnsaid(node) {
  if (UNSAID.has(ownerOf(node))) return true;
  for (let one = node.parent; one; one = one.parent) {
    if (ts.isImportDeclaration(one) || ts.isThrowStatement(one)) return true;
    if (ts.isNewExpression(one) && /Error$|RegExp$/.test(one.expression.getText())) return true;
    if (ts.isCallExpression(one)) {
      const name = one.expression.name?.getText() ?? one.expression.getText();
      if (NO_TEXT.has(name) || (SAYING.has(name) && one.arguments[0] === node)) return true;
      if (name === "raw") return true;
      break;
    }
    if (ts.isTaggedTemplateExpression(one)) return true;
    if (ts.isFunctionLike(one)) break;
  }
  return false;
}

/** The name of what a literal is given to: a property, or what it is assigned to. */
function ownerOf(node) {
  for (let one = node; one.parent; one = one.parent) {
    const { parent } = one;
    if (ts.isPropertyAssignment(parent) && parent.initializer === one) return parent.name.text ?? parent.name.getText();
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      return parent.left.name?.getText() ?? "";
    if (!(ts.isConditionalExpression(parent) && parent.condition !== one) && !ts.isParenthesizedExpression(parent) &&
      !ts.isArrayLiteralExpression(parent) && !ts.isTemplateSpan(parent) && !ts.isTemplateExpression(parent)) return "";
  }
  return "";
}
