// Block Kit on the page: one function per kind of block.

import { chart } from "/page/charts.js";
import { picture } from "/page/controls.js";
import { node } from "/page/text.js";

export class Blocks {
  constructor({ reader, controls, word }) {
    Object.assign(this, { reader, controls, word });
  }

  draw(blocks) {
    return node("div", { className: "blocks" }, (blocks || []).map((block) => this.block(block)));
  }

  block(block) {
    const kinds = {
      section: () => this.section(block),
      header: () => node("h3", { className: "header" }, this.reader.label(block.text.text)),
      context: () => node("div", { className: "context" }, block.elements.map((one) => this.contextual(one))),
      actions: () => node("div", { className: "actions" }, block.elements.map((one) => this.controls.acting(block, one))),
      divider: () => node("hr"),
      image: () => node("figure", { className: "image" }, block.title ? node("figcaption", {}, block.title.text) : null, picture(block)),
      rich_text: () => this.reader.rich(block),
      markdown: () => this.reader.markdown(block.text),
      table: () => this.table(block.rows, block.column_settings || []),
      data_table: () => this.table(block.rows, []),
      data_visualization: () => chart(block),
      input: () => this.input(block),
    };
    const draw = kinds[block.type] || (() => node("p", { className: "quiet" }, this.word("unknown_block", { name: block.type })));
    return draw();
  }

  section(block) {
    const text = block.text ? node("div", { className: "text" }, this.controls.text(block.text)) : null;
    const fields = block.fields ? node("div", { className: "fields" }, block.fields.map((one) => node("div", {}, this.controls.text(one)))) : null;
    const accessory = block.accessory ? node("div", { className: "accessory" }, this.controls.acting(block, block.accessory)) : null;
    return node("div", { className: "section" }, node("div", { className: "body" }, text, fields), accessory);
  }

  contextual(element) {
    return element.type === "image" ? picture(element) : node("span", {}, this.controls.text(element));
  }

  table(rows, settings) {
    const cell = (given, row, column) => {
      const held = given.type === "rich_text" ? this.reader.rich(given) : given.text ?? String(given.value ?? "");
      const number = given.type === "raw_number";
      const align = settings[column]?.align || (number ? "right" : "left");
      return node(row ? "td" : "th", { className: align }, held);
    };
    const drawn = rows.map((row, place) => node("tr", {}, row.map((one, column) => cell(one, place, column))));
    return node("div", { className: "table" }, node("table", {}, node("tbody", {}, drawn)));
  }

  // An input block outside a modal: it is shown, and what is written there is sent with the next click.
  input(block) {
    return labelled(block, this.controls.acting(block, block.element), this.word);
  }
}

export function labelled(block, field, word) {
  const optional = block.optional ? node("small", {}, ` ${word("optional")}`) : null;
  const hint = block.hint ? node("small", { className: "hint" }, block.hint.text) : null;
  return node("div", { className: "input", "data-block": block.block_id },
    node("label", { className: "label" }, block.label.text, optional), field, hint, node("p", { className: "error", hidden: true }));
}
