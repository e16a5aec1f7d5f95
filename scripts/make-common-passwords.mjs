/**
 * Writes src/passwords/policy/common-passwords.data.ts from the dictionary of zxcvbn-ts: `node scripts/make-common-passwords.mjs`.
 * Run it again after an update of @zxcvbn-ts/language-common.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';

/** The floor of PASSWORD_MIN_LENGTH: whatever is shorter is refused by its length. */
const WHOLE = 8;
/** Shorter ones that still serve as the core of a longer password: `dragon` of `Dragon12345!`. */
const CORE = 5;
const CORE_RANKS = 10_000;

const packageJson = new URL('../node_modules/@zxcvbn-ts/language-common/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageJson, 'utf8'));

const words = dictionary['passwords-common'].filter(
  (word, rank) => word.length >= WHOLE || (word.length >= CORE && rank < CORE_RANKS),
);
const unfit = words.find((word) => !/^[!-~]+$/.test(word) || /[`\\]|\$\{/.test(word));
if (unfit) throw new Error(`Cannot be written as it is: ${unfit}`);

// `/*!` and the empty line after it keep the notice in dist, where other comments are removed.
const target = new URL('../src/passwords/policy/common-passwords.data.ts', import.meta.url);
writeFileSync(
  target,
  `/*!
 * The most common passwords, most common first. Made by scripts/make-common-passwords.mjs; not to be edited by hand.
 *
 * From @zxcvbn-ts/language-common ${version}, MIT License:
 * Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.
 * Copyright (c) 2021 @zxcvbn-ts
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
 * rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
 * persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
 * and this permission notice shall be included in all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
 * WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
 * COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
 * OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */

export const COMMON_PASSWORDS = \`${words.join(' ')}\`;
`,
);

const atLeast = (length) => words.filter((word) => word.length >= length).length;
console.log(`${words.length} entries: ${atLeast(8)} of 8 or more characters, ${atLeast(12)} of 12 or more`);
