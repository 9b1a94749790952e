// Building and updating elements; a text that stays the same is not touched, so nothing flickers.

/** A new element: attributes (null and false are left out, `on…` are listeners) and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Marks an element as the place of a quantity: its public name and its plain number, empty for what does not happen. */
export function showQuantity(element, { name, value, text }) {
  if (name) {
    setAttribute(element, "data-quantity", name);
    setAttribute(element, "data-value", value === null ? "" : String(value));
  }
  setText(element, text);
}

/** Calls `build` for the items of a list that have no element yet; elements are reused in order. */
export function updateList(parent, items, build, update) {
  while (parent.children.length > items.length) parent.lastElementChild.remove();
  items.forEach((item, index) => {
    if (!parent.children[index]) parent.append(build(item));
    update(parent.children[index], item, index);
  });
}

/** A section that is folded below its title. */
export function fold(title, ...content) {
  return h("section", { class: "fold" }, h("details", {}, h("summary", {}, h("h3", {}, title)), ...content));
}

let lastId = 0;

/** An id that no other panel on the page has. */
export function freshId(name) {
  lastId += 1;
  return `kkm-${name}-${lastId}-${Math.random().toString(36).slice(2, 8)}`;
}
