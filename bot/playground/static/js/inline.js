// The engine under both notations: first the atoms (code, links, mentions) are taken out whole, so that a star or
// an underscore inside an address means nothing; then the styles are found in what is left.

import { h } from "./dom.js";

const FIRST = 0xe000;
const LAST = 0xf8ff;
const PRIVATE = /[\ue000-\uf8ff]/gu;

/**
 * A renderer for one notation.
 * atoms: [[RegExp with flag g, (match) => Node | string | null]] (null leaves the text as it stands), first wins.
 * styles: [[RegExp without g, tag name]], the first group being the content.
 * plain: (text) => string, the last step for ordinary text.
 */
export function notation({ atoms, styles, plain }) {
  return (source) => {
    const kept = [];
    let text = source.replace(PRIVATE, "");
    for (const [pattern, build] of atoms) {
      text = text.replace(pattern, (...match) => keep(kept, match, build));
    }
    return styled(text, styles, (leaf) => expand(leaf, kept, plain));
  };
}

function keep(kept, match, build) {
  if (FIRST + kept.length > LAST) return match[0];
  const made = build(match);
  if (made === null) return match[0];
  kept.push(made);
  return String.fromCharCode(FIRST + kept.length - 1);
}

function styled(text, styles, leaf) {
  const found = styles
    .map(([pattern, tag]) => [pattern.exec(text), tag])
    .filter(([match]) => match)
    .sort(([a], [b]) => a.index - b.index)[0];
  if (!found) return leaf(text);
  const [match, tag] = found;
  return [
    ...leaf(text.slice(0, match.index)),
    h(tag, {}, styled(match[1], styles, leaf)),
    ...styled(text.slice(match.index + match[0].length), styles, leaf),
  ];
}

function expand(text, kept, plain) {
  return text
    .split(/([\ue000-\uf8ff])/u)
    .filter((piece) => piece !== "")
    .map((piece) =>
      piece.length === 1 && PRIVATE_ONE.test(piece) ? kept[piece.charCodeAt(0) - FIRST] : plain(piece),
    );
}

const PRIVATE_ONE = /^[\ue000-\uf8ff]$/u;
