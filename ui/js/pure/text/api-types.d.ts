/** @file The texts of a language, as they come with the document (gallery/languages/fluent.py). */

/** Words, a variable, or a choice with what a variable may be, and which of that counts where it is nothing of it. */
export type Part = string | [string] | [string, {[variant: string]: Pattern}, string];

/** A text. */
export type Pattern = string | Part[];

/** All texts by their keys. */
export type TextTable = {[key: string]: Pattern};

/** What stands in the places of variables. */
export type Values = {[variable: string]: string | number};

/** A sentence for the user, as the server says it (gallery/languages/sentence.py). */
export interface Sentence {
  /** In English. */
  message: string;
  /** Of the text in the tables; absent where the sentence stands in none. */
  key?: string;
  /** What stands in it. */
  values?: {[variable: string]: string | number | Sentence};
}

/** The body of an answer that is an error, as its `error`. */
export interface ErrorBody extends Sentence {
  /** The server's name for the error. */
  code: string;
}
