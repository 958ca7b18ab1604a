// The page's modules as the tests of its structure read them: paths below ui/js, and what each names of the others.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";

export const UI = fileURLToPath(new URL("../../ui", import.meta.url)).replaceAll("\\", "/");

/**
 * Lists the files below a folder.
 * @param {string} folder  absolute
 * @param {string} ending  ".js"
 * @returns {string[]}  paths relative to the folder, with slashes
 */
export function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(ending)).sort();
}

/**
 * Reads every module of the page, and the declarations of types under the name by which they are imported.
 * @returns {Map<string, string>}  source by path below ui/js
 */
export function readModules() {
  const root = join(UI, "js");
  const paths = [...filesBelow(root, ".js"), ...filesBelow(root, ".d.ts")];
  return new Map(paths.map((path) => [path.replace(/\.d\.ts$/, ".js"), readFileSync(join(root, path), "utf8")]));
}

/**
 * Finds what a module names of others: by import, which runs, and by JSDoc import("…"), which is a type only.
 * @param {string} path  of the module, below ui/js
 * @param {string} source
 * @returns {{target: string, runs: boolean}[]}  targets below ui/js
 */
export function importsOf(path, source) {
  const runs = [
    ...source.matchAll(/^(?:import\s+(?:[\w*{][^;"]*\sfrom\s+)?|export\s+[*{][^;"]*\sfrom\s+)"([^"]+)"/gm),
  ].map((found) => ({ to: found[1], runs: true }));
  const types = [...source.matchAll(/\bimport\("([^"]+)"\)/g)].map((found) => ({ to: found[1], runs: false }));
  return [...runs, ...types].map(({ to, runs: does }) => ({
    target: relative("/", join("/", dirname(path), to)),
    runs: does,
  }));
}
