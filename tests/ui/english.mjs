// Gives the modules under test their texts in English, as the server reads them: `node --import ./english.mjs --test`.
// Python reads them once; each file of tests is a process of its own, which finds them in a file named by its
// environment.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTexts } from "../../ui/js/pure/text/texts.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");
const READ = "import json; from pathlib import Path; from gallery.languages.tables import read_languages as read; " +
  "print(json.dumps({tag: dict(one.texts) for tag, one in read(Path('ui/languages')).items()}))";

if (!process.env.SHOEBOX_TEXTS) {
  const folder = mkdtempSync(join(tmpdir(), "shoebox-texts-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  process.env.SHOEBOX_TEXTS = join(folder, "texts.json");
  writeFileSync(process.env.SHOEBOX_TEXTS, execFileSync(PYTHON, ["-c", READ], { cwd: ROOT }));
}

/** The texts of each language by its tag. */
export const LANGUAGES = JSON.parse(readFileSync(process.env.SHOEBOX_TEXTS, "utf8"));
setTexts(LANGUAGES.en);
