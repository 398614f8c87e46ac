// Small dialogs about who and where: a new person, a new channel, the members of a channel.

import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { h, uid } from "./dom.js";
import { dialog, toast } from "./overlay.js";
import { displayName, people, state, user, userName } from "./state.js";

function field(label, name, value = "", type = "text") {
  const id = uid(name);
  return h(
    "div",
    { class: "block" },
    h("label", { class: "label", for: id }, label),
    h("input", { id, name, type, value, class: "field", autocomplete: "off" }),
  );
}

/** A dialog with fields that sends what they hold; done(answer) when the server took it. */
function entryDialog({ title, fields, yes, send, done }) {
  const box = dialog({ onclose: () => box.close() });
  const complaint = h("p", { class: "modal-error", role: "alert", hidden: true });
  box.title.append(title);
  box.body.append(...fields);
  box.foot.append(
    complaint,
    h("button", { type: "button", class: "button", onclick: () => box.close() }, "Cancel"),
    h("button", { type: "submit", class: "button primary" }, yes),
  );
  box.form.onsubmit = async () => {
    try {
      const answer = await send(Object.fromEntries(new FormData(box.form)));
      box.close();
      done(answer);
    } catch (error) {
      complaint.textContent = `That was refused (${error.message}).`;
      complaint.hidden = false;
    }
  };
  box.body.querySelector("input, select")?.focus();
}

export function newPerson() {
  entryDialog({
    title: "Add a person",
    fields: [
      field("Short name", "name"),
      field("Full name", "real_name"),
      field("E-mail", "email", "", "email"),
      field("Time zone", "tz", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC"),
    ],
    yes: "Add",
    send: (values) => post("/page/user", values),
    done: (made) => document.dispatchEvent(new CustomEvent("become", { detail: made.id })),
  });
}

export function newChannel() {
  const id = uid("private");
  const kind = h(
    "div",
    { class: "choice" },
    h("input", { type: "checkbox", id, name: "private" }),
    h("label", { for: id }, "Private: only people invited can see it"),
  );
  entryDialog({
    title: "New channel",
    fields: [field("Name", "name"), kind],
    yes: "Create",
    send: ({ name, private: closed }) =>
      post("/page/channel", { user: state.me.id, name, private: closed === "on" }),
    done: (made) => document.dispatchEvent(new CustomEvent("visit", { detail: { channel: made.id } })),
  });
}

/** A first message to somebody; afterwards the conversation stands in the sidebar. */
export function newMessage() {
  const id = uid("to");
  const others = people().filter((someone) => someone.id !== state.me.id);
  const to = h(
    "select",
    { id, name: "to", class: "field select" },
    others.map((someone) => h("option", { value: someone.id }, displayName(someone))),
  );
  entryDialog({
    title: "New message",
    fields: [
      h("div", { class: "block block-input" }, h("label", { class: "label", for: id }, "To"), to),
      field("Message", "text"),
    ],
    yes: "Send",
    send: (values) =>
      post("/page/message", { user: state.me.id, channel: values.to, text: values.text }).then(
        () => values.to,
      ),
    done: (person) => document.dispatchEvent(new CustomEvent("visit", { detail: { person } })),
  });
}

function inviteRow(one, box) {
  const outside = state.users.filter(
    (someone) =>
      !one.members.includes(someone.id) && (people().includes(someone) || someone.id === state.app.user_id),
  );
  if (!outside.length) return null;
  const id = uid("invite");
  const choice = h(
    "select",
    { id, class: "field select" },
    outside.map((someone) => h("option", { value: someone.id }, displayName(someone))),
  );
  const invite = async () => {
    try {
      await post("/page/invite", { channel: one.id, user: choice.value });
      toast(`${userName(choice.value)} was added`);
      box.close();
    } catch (error) {
      toast(`That was refused (${error.message})`, "error");
    }
  };
  return h(
    "div",
    { class: "block" },
    h("label", { class: "label", for: id }, "Add to the channel"),
    h(
      "div",
      { class: "invite" },
      choice,
      h("button", { type: "button", class: "button primary", onclick: invite }, "Add"),
    ),
  );
}

export function members(one) {
  const box = dialog({ onclose: () => box.close() });
  box.title.append(`Members of #${one.name}`);
  const rows = one.members.map((id) =>
    h(
      "li",
      {},
      avatar(id, "small"),
      h("span", { dir: "auto" }, userName(id)),
      h("span", { class: "muted" }, user(id)?.tz ?? ""),
    ),
  );
  box.body.append(h("ul", { class: "member-list" }, rows));
  const row = inviteRow(one, box);
  if (row) box.body.append(row);
}
