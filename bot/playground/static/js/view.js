// What modals and the Home tab share: drawing a view's blocks and collecting its fields.

import { viewSurface } from "./actions.js";
import { blocks } from "./blocks.js";
import { keepFocus } from "./dom.js";
import { Form } from "./form.js";

const forms = new Map();

/** The form of a view lives as long as the view: redrawing it keeps what was entered. */
export function formOf(view) {
  if (!forms.has(view.id)) forms.set(view.id, new Form({ keepEdits: true }));
  return forms.get(view.id);
}

export function signature(view) {
  return view ? JSON.stringify([view.id, view.hash, view.blocks, view.title]) : "";
}

export function drawView(host, view, kind) {
  const form = formOf(view);
  keepFocus(host, () => {
    form.begin();
    host.replaceChildren(...blocks(view.blocks, viewSurface(kind, view, form)));
  });
}
