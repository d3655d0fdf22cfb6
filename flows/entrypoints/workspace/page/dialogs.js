// What lies over the page: modals of the app, and small questions before a button acts.

import { Blocks, labelled } from "/page/blocks.js";
import { node } from "/page/text.js";

const overlay = () => document.getElementById("overlay");

// Asks before a button acts; the promise says whether to go on.
export function ask(confirm, word) {
  return new Promise((answer) => {
    const end = (value) => () => {
      box.remove();
      if (!overlay().children.length) overlay().hidden = true;
      answer(value);
    };
    const text = (given) => given?.text || "";
    const box = node("section", { className: "dialog small", role: "alertdialog", "aria-modal": "true" },
      node("header", {}, node("h2", {}, text(confirm.title))), node("div", { className: "inside" }, node("p", {}, text(confirm.text))),
      node("footer", {}, node("button", { className: "button", type: "button", onclick: end(false) }, text(confirm.deny) || word("cancel")),
        node("button", { className: `button ${confirm.style || "primary"}`, type: "button", onclick: end(true) }, text(confirm.confirm) || word("confirm"))));
    overlay().append(box);
    overlay().hidden = false;
    box.querySelector("footer .button:last-child").focus();
  });
}

export class Modal {
  constructor() {
    this.shown = "";
    this.held = new Map();
    this.fields = new Map();
  }

  // Draws the modal in front; what was typed stays when the app changes the view under it.
  async show(view, { reader, controls, word, submit, dismiss, redraw }) {
    const key = view ? `${view.id}/${view.hash}/${redraw}` : "";
    if (key === this.shown) return;
    await this.keep(view);
    this.shown = key;
    this.box?.remove();
    overlay().hidden = !view && !overlay().children.length;
    if (!view) return;
    this.box = this.draw(view, { reader, controls, word, submit, dismiss });
    overlay().prepend(this.box);
    overlay().hidden = false;
    this.box.querySelector(".inside .field, .inside input")?.focus();
  }

  async keep(view) {
    if (!view || this.id !== view.id) this.held.clear();
    else for (const [name, field] of this.fields) if (!field.root.matches(".files")) this.held.set(name, await field.read());
    this.fields.clear();
    this.id = view?.id;
  }

  draw(view, { reader, controls, word, submit, dismiss }) {
    const blocks = new Blocks({ reader, controls, word });
    const body = view.blocks.map((block) => (block.type === "input" ? this.input(block, controls, word) : blocks.block(block)));
    const send = async (event) => {
      event.preventDefault();
      const values = {};
      for (const [name, field] of this.fields) values[name] = await field.read();
      const button = this.box.querySelector("footer .primary");
      Object.assign(button, { disabled: true, textContent: word("sending") });
      this.complain(await submit(values));
      Object.assign(button, { disabled: false, textContent: view.submit.text });
    };
    const footer = node("footer", {}, node("button", { className: "button", type: "button", onclick: dismiss }, view.close?.text || word("cancel")),
      view.submit ? node("button", { className: "button primary", type: "submit" }, view.submit.text) : null);
    return node("form", { className: "dialog", role: "dialog", "aria-modal": "true", noValidate: true, onsubmit: send },
      node("header", {}, node("h2", {}, view.title.text), node("button", { className: "plain", type: "button", onclick: dismiss, "aria-label": word("close") }, "✕")),
      node("div", { className: "inside" }, body), footer);
  }

  input(block, controls, word) {
    const field = controls.field(block.element, this.held.get(block.block_id));
    this.fields.set(block.block_id, field);
    if (block.dispatch_action) field.root.addEventListener("change", async () => controls.use(block, block.element, await field.read()));
    return labelled(block, field.root, word);
  }

  complain(errors) {
    for (const place of this.box.querySelectorAll(".input")) {
      const said = errors[place.dataset.block];
      const line = place.querySelector(".error");
      line.textContent = said || "";
      line.hidden = !said;
      place.classList.toggle("wrong", Boolean(said));
    }
    this.box.querySelector(".input.wrong")?.scrollIntoView({ block: "nearest" });
  }
}
