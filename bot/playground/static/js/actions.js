// One person's use of one interactive element, told to the app by way of the server.

import { post } from "./api.js";
import { confirmation, toast } from "./overlay.js";
import { failure, state } from "./state.js";

/**
 * Where blocks are shown:
 * {kind: "message" | "home" | "modal", form, channel?, ts?, ephemeral?, viewId?}.
 */
export function messageSurface(channel, message, form) {
  return { kind: "message", form, channel, ts: message.ts, ephemeral: Boolean(message.ephemeral) };
}

export function viewSurface(kind, view, form) {
  return { kind, form, viewId: view.id };
}

function address(surface) {
  if (surface.kind !== "message") return { view_id: surface.viewId };
  return { channel: surface.channel, ts: surface.ts, ...(surface.ephemeral ? { ephemeral: true } : {}) };
}

async function send(surface, blockId, element, fields) {
  const body = {
    user: state.me.id,
    ...address(surface),
    block_id: blockId,
    action_id: element.action_id,
    type: element.type,
    ...fields,
  };
  try {
    const answer = await post("/page/action", { ...body, state: surface.form.snapshot() });
    if (!answer.ok) toast(failure(answer.error), "error");
    return Boolean(answer.ok);
  } catch (error) {
    toast(failure(error.message), "error");
    return false;
  }
}

function busy(node, on) {
  if (!node) return;
  node.classList.toggle("busy", on);
  if (on) node.setAttribute("aria-busy", "true");
  else node.removeAttribute("aria-busy");
}

/**
 * Asks for confirmation if the element wants it, shows `node` as busy at once, and sends the action.
 * fields: {value} or {selected}. Returns false if the person declined or the app did not take it.
 */
export async function act(surface, blockId, element, fields, node) {
  if (node?.classList.contains("busy")) return false;
  if (element.confirm && !(await confirmation(element.confirm))) return false;
  busy(node, true);
  try {
    return await send(surface, blockId, element, fields);
  } finally {
    busy(node, false);
  }
}

/** Uses a shortcut of the app: a global one, or one for a message ({channel, ts}). */
export async function useShortcut(shortcut, message = {}) {
  try {
    const answer = await post("/page/shortcut", {
      user: state.me.id,
      callback_id: shortcut.callback_id,
      ...message,
    });
    if (answer.ok === false) toast(failure(answer.error), "error");
  } catch (error) {
    toast(failure(error.message), "error");
  }
}
