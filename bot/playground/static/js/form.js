// What a person has entered in a message, a modal or the Home tab, in the shape of Slack's `state.values`.

const TEXTS = ["plain_text_input", "number_input", "email_text_input", "url_text_input"];

/** For each stateful element: the state's key, the key of its initial value, and the empty value. */
const KINDS = {
  ...Object.fromEntries(TEXTS.map((type) => [type, ["value", "initial_value", null]])),
  rich_text_input: ["rich_text_value", "initial_value", null],
  static_select: ["selected_option", "initial_option", null],
  external_select: ["selected_option", "initial_option", null],
  radio_buttons: ["selected_option", "initial_option", null],
  multi_static_select: ["selected_options", "initial_options", []],
  multi_external_select: ["selected_options", "initial_options", []],
  checkboxes: ["selected_options", "initial_options", []],
  users_select: ["selected_user", "initial_user", null],
  channels_select: ["selected_channel", "initial_channel", null],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  multi_users_select: ["selected_users", "initial_users", []],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
};

export function isStateful(element) {
  return element.type in KINDS;
}

export function isText(element) {
  return TEXTS.includes(element.type);
}

export function stateKey(element) {
  return KINDS[element.type][0];
}

function initialValue(element) {
  const [, key, empty] = KINDS[element.type];
  return element[key] ?? empty;
}

export class Form {
  #values = new Map();
  #starts = new Map();
  #present = new Map();

  /** keepEdits: a re-rendered element keeps what the person entered even if its initial value changed (views do). */
  constructor({ keepEdits }) {
    this.keepEdits = keepEdits;
  }

  /** Forgets which elements are on screen, not what was entered in them: called before each rendering. */
  begin() {
    this.#present.clear();
  }

  /** The current value of an element that is now on screen. */
  register(blockId, element) {
    const key = `${blockId}\n${element.action_id}`;
    const start = JSON.stringify(initialValue(element));
    const stale = !this.keepEdits && this.#starts.get(key) !== start;
    if (!this.#values.has(key) || stale) this.#values.set(key, initialValue(element));
    this.#starts.set(key, start);
    this.#present.set(key, { blockId, element });
    return this.#values.get(key);
  }

  get(blockId, element) {
    return this.#values.get(`${blockId}\n${element.action_id}`);
  }

  set(blockId, element, value) {
    this.#values.set(`${blockId}\n${element.action_id}`, value);
  }

  /** {block_id: {action_id: {type, value | selected_...}}} of what is on screen. */
  snapshot() {
    const values = {};
    for (const [key, { blockId, element }] of this.#present) {
      const entry = { type: element.type, [stateKey(element)]: this.#values.get(key) };
      (values[blockId] ??= {})[element.action_id] = entry;
    }
    return values;
  }
}
