// The modal the app has open for the acting person, if any.

import { get, post } from "./api.js";
import { h, singleFlight } from "./dom.js";
import { isText, stateKey } from "./form.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { dialog } from "./overlay.js";
import { failure, state } from "./state.js";
import { drawView, formOf, signature } from "./view.js";

let shown = null; // {view, box, drawn}

async function fetchModal() {
  const { view, depth } = await get("/page/modal", { user: state.me.id });
  if (!view) hide();
  else if (!shown || signature(view) !== shown.drawn) show(view, depth);
}

export const refreshModal = singleFlight(fetchModal);

export function hide() {
  shown?.box.close();
  shown = null;
}

function show(view, depth) {
  const fresh = !shown || shown.view.id !== view.id;
  shown ??= { box: dialog({ className: "modal", onclose: () => dismiss() }) };
  Object.assign(shown, { view, drawn: signature(view) });
  const { box } = shown;
  if (!box.node.open) box.node.showModal();
  box.title.textContent = plainText(view.title) || state.app.name;
  drawView(box.body, view, "modal");
  box.foot.replaceChildren(...buttons(view, depth));
  box.form.onsubmit = () => submit(view);
  if (fresh) firstField(box.body);
}

function firstField(body) {
  body.scrollTop = 0;
  const wanted = body.querySelector("[autofocus]") ?? body.querySelector("input, textarea, select, button");
  wanted?.focus();
}

function buttons(view, depth) {
  const complaint = h("p", { class: "modal-error", role: "alert", hidden: true });
  const back = depth > 1 ? icon("back") : null;
  const cancel = h(
    "button",
    { type: "button", class: "button", onclick: () => dismiss() },
    back,
    plainText(view.close) || "Cancel",
  );
  if (!view.submit && !(view.blocks ?? []).some((block) => block.type === "input"))
    return [complaint, cancel];
  const go = h(
    "button",
    { type: "submit", class: "button primary submit", disabled: view.submit_disabled === true },
    h("span", { class: "button-text" }, plainText(view.submit) || "Submit"),
    h("span", { class: "spinner", "aria-hidden": "true" }),
  );
  return [complaint, cancel, go];
}

async function dismiss() {
  const { view } = shown;
  try {
    await post("/page/close", { user: state.me.id, view_id: view.id });
    await refreshModal();
  } catch {
    hide();
  }
}

/** The message under a field that is not fit to be sent, or null. */
function complaintAbout(block, value) {
  const { element } = block;
  const empty = value === null || value === undefined || value === "" || value.length === 0;
  if (empty) return block.optional ? null : "Please complete this required field.";
  if (!isText(element)) return null;
  if (element.min_length && value.length < element.min_length)
    return `Please write at least ${element.min_length} characters.`;
  if (element.type === "number_input") return numberComplaint(element, value);
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return "Please write an e-mail address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+\.\S+|^https?:\/\/localhost\S*/.test(value))
    return "Please write an address that begins with https://";
  return null;
}

function numberComplaint(element, value) {
  const pattern = element.is_decimal_allowed ? /^-?\d+([.]\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value))
    return element.is_decimal_allowed ? "Please write a number." : "Please write a whole number.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value))
    return `The least is ${element.min_value}.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value))
    return `The most is ${element.max_value}.`;
  return null;
}

function localErrors(view, values) {
  const inputs = (view.blocks ?? []).filter((block) => block.type === "input");
  const wrong = inputs.map((block) => [
    block.block_id,
    complaintAbout(block, values[block.block_id]?.[block.element.action_id]?.[stateKey(block.element)]),
  ]);
  return Object.fromEntries(wrong.filter(([, text]) => text));
}

function showErrors(errors) {
  const blocks = [...shown.box.body.querySelectorAll(".block-input")];
  blocks.forEach((block) => {
    const text = errors[block.dataset.blockId];
    const line = block.querySelector(".field-error");
    line.textContent = text ?? "";
    line.hidden = !text;
    block.classList.toggle("invalid", Boolean(text));
    const field = block.querySelector("input, textarea, select, .multi");
    if (text) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  });
  blocks
    .find((block) => errors[block.dataset.blockId])
    ?.querySelector("input, textarea, select, .multi")
    ?.focus();
}

function complain(text) {
  const line = shown.box.foot.querySelector(".modal-error");
  line.textContent = text;
  line.hidden = !text;
}

function sending(on) {
  const go = shown?.box.foot.querySelector(".submit");
  if (!go) return;
  go.disabled = on;
  go.classList.toggle("busy", on);
  if (on) go.setAttribute("aria-busy", "true");
  else go.removeAttribute("aria-busy");
}

async function submit(view) {
  if (shown.box.foot.querySelector(".submit")?.disabled) return;
  const values = formOf(view).snapshot();
  const wrong = localErrors(view, values);
  showErrors(wrong);
  complain("");
  if (Object.keys(wrong).length) return;
  sending(true);
  try {
    const answer = await post("/page/submit", { user: state.me.id, view_id: view.id, state: values });
    await settle(answer);
  } catch (error) {
    complain(`${failure(error.message)}. Your answers are still here.`);
  } finally {
    sending(false);
  }
}

async function settle(answer) {
  const errors = answer.errors ?? {};
  if (Object.keys(errors).length) showErrors(errors);
  else if (answer.ok) await refreshModal();
  else complain(`${failure(answer.error).replace(/\.$/, "")}. Your answers are still here.`);
}
