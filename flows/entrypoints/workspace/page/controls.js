// The elements that people use: buttons, menus, pickers, fields. Each tells its choice as the workspace expects it.

import { node } from "/page/text.js";

const MANY = /^(multi_|checkboxes)/;

export class Controls {
  // `use(block, element, choice)` is called for controls that act at once, `attach(file)` for files of a form.
  constructor({ reader, people, channels, me, word, use, attach, confirm }) {
    Object.assign(this, { reader, people, channels, me, word, use, attach, confirm });
  }

  text(given) {
    return given.type === "mrkdwn" ? this.reader.mrkdwn(given.text) : this.reader.label(given.text);
  }

  // A control inside a message, the home or an actions block of a modal: it acts at once.
  acting(block, element) {
    if (element.type === "image") return picture(element);
    if (element.type === "button") return this.button(block, element);
    if (element.type === "overflow") return this.overflow(block, element);
    const field = this.field(element);
    field.root.addEventListener("change", async () => this.use(block, element, await field.read()));
    return field.root;
  }

  button(block, element) {
    const press = async () => {
      if (element.confirm && !(await this.confirm(element.confirm))) return;
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
      made.disabled = true;
      made.classList.add("busy");
      await this.use(block, element, null);
      made.disabled = false;
      made.classList.remove("busy");
    };
    const made = node("button", { className: `button ${element.style || ""}`, type: "button", onclick: press,
      "aria-label": element.accessibility_label }, this.reader.label(element.text.text));
    return made;
  }

  overflow(block, element) {
    const pick = (option) => async () => {
      made.open = false;
      if (element.confirm && !(await this.confirm(element.confirm))) return;
      await this.use(block, element, option.value);
    };
    const items = element.options.map((option) => node("button", { type: "button", onclick: pick(option) }, this.reader.label(option.text.text)));
    const made = node("details", { className: "overflow" },
      node("summary", { className: "button", "aria-label": this.word("more") }, "⋯"), node("div", { className: "menu" }, items));
    return made;
  }

  // Any element that holds a choice: what is shown, and how to read it.
  field(element, held) {
    const kind = element.type;
    if (kind === "checkboxes" || kind === "radio_buttons") return this.choices(element, held);
    if (kind === "file_input") return this.files(element);
    if (/_select$/.test(kind)) return this.select(element, held);
    return this.input(element, held);
  }

  options(element) {
    const kind = element.type.replace("multi_", "");
    const person = (one) => ({ value: one.id, text: one.title ? `${one.name} · ${one.title}` : one.name });
    const people = this.people.filter((one) => !one.bot && !one.marks.includes("deactivated"));
    if (kind === "users_select") return people.map(person);
    if (kind === "channels_select" || kind === "conversations_select")
      return this.channels.filter((one) => !one.direct).map((one) => ({ value: one.id, text: `#${one.name}` }));
    const own = [...(element.options || []), ...(element.option_groups || []).flatMap((group) => group.options)];
    return own.map((option) => ({ value: option.value, text: this.reader.plain(option.text.text) }));
  }

  select(element, held) {
    const many = MANY.test(element.type);
    const first = held ?? initial(element);
    const chosen = new Set(Array.isArray(first) ? first : first ? [first] : []);
    const options = this.options(element).map((one) => node("option", { value: one.value, selected: chosen.has(one.value) }, one.text));
    if (!many) options.unshift(node("option", { value: "", selected: !chosen.size }, element.placeholder?.text || this.word("choose")));
    const root = node("select", { className: "field", multiple: many, size: many ? Math.min(6, Math.max(3, options.length)) : 1 }, options);
    const read = () => (many ? [...root.selectedOptions].map((one) => one.value) : root.value || null);
    return { root, read };
  }

  choices(element, held) {
    const first = held ?? initial(element);
    const chosen = new Set(Array.isArray(first) ? first : first ? [first] : []);
    const type = element.type === "checkboxes" ? "checkbox" : "radio";
    const name = `${element.action_id}-${Math.random()}`;
    const rows = element.options.map((option) => node("label", { className: "choice" },
      node("input", { type, name, value: option.value, checked: chosen.has(option.value) }),
      node("span", {}, this.text(option.text), option.description ? node("small", {}, this.text(option.description)) : null)));
    const root = node("div", { className: "choices" }, rows);
    const all = () => [...root.querySelectorAll("input:checked")].map((one) => one.value);
    return { root, read: () => (type === "checkbox" ? all() : all()[0] || null) };
  }

  files(element) {
    const accept = (element.filetypes || []).map((one) => `.${one}`).join(",");
    const input = node("input", { type: "file", multiple: (element.max_files || 10) > 1, accept });
    const names = node("span", { className: "names" });
    const show = () => names.replaceChildren([...input.files].map((one) => one.name).join(", "));
    input.addEventListener("change", show);
    const root = node("label", { className: "files" }, node("span", { className: "button" }, this.word("choose_files")), input, names);
    return { root, read: () => Promise.all([...input.files].map((file) => this.attach(file))) };
  }

  input(element, held) {
    const value = held ?? initial(element) ?? "";
    const placeholder = element.placeholder?.text || "";
    if ((element.type === "plain_text_input" && element.multiline) || element.type === "rich_text_input") {
      const root = node("textarea", { className: "field", rows: 4, placeholder, value });
      return { root, read: () => root.value || null };
    }
    const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", email_text_input: "email", url_text_input: "url" };
    const root = node("input", { className: "field", type: types[element.type] || "text", placeholder, value,
      inputMode: element.type === "number_input" ? "decimal" : "" });
    const moment = () => (root.value ? String(Math.floor(new Date(root.value).getTime() / 1000)) : null);
    return { root, read: () => (element.type === "datetimepicker" ? moment() : root.value || null) };
  }
}

function initial(element) {
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map((one) => one.value);
  for (const name of ["value", "user", "users", "date", "time", "channel", "channels", "conversation", "conversations"])
    if (element[`initial_${name}`] !== undefined) return element[`initial_${name}`];
  return undefined;
}

// Pictures of this workspace are shown; those from elsewhere are only named, since the page loads nothing from elsewhere.
export function picture(given) {
  const own = given.slack_file?.id || /\/files\/(\w+)$/.exec(given.image_url || "")?.[1];
  if (own) return node("img", { src: `/page/file/${encodeURIComponent(own)}`, alt: given.alt_text || "" });
  return node("span", { className: "no-picture", title: given.image_url || "" }, given.alt_text || "");
}
