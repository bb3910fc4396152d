// Keeps what somebody is writing, so that a reload, a lost connection or a new sign-in does not
// take it away. Streamlit sends a form only when it is sent off; until then its words live in the
// page alone.
//
// A form is kept when it stands in a container whose key begins with "keeps-" (views/keeping.py).
// What its fields hold is written to this tab's session storage as it is typed, under the
// container's name, which begins with a mark for the person. When the same form stands there again
// with other words in it, they are put back, and a sentence in the container says so. The server
// says with <i data-let-go="name"> that a form was saved or given up: then its words are dropped.
// See docs/decisions/0012-unsaved-words-stay-in-the-tab.md.
(() => {
  "use strict";
  const KEPT = "vawg-plans-kept:";
  const LONGEST = 12 * 60 * 60 * 1000;
  const MARK = 12; // characters of the name that say whose it is
  const FIELDS = [
    "stTextInput", "stTextArea", "stNumberInput", "stDateInput",
    "stSelectbox", "stMultiSelect", "stCheckbox",
  ];
  const FIELD = FIELDS.map((id) => `[data-testid="${id}"]`).join();
  const OPENS = "st-key-open-";
  // What each field held when it was first seen; and, by form, what it held before words were put back.
  const seen = new WeakMap();
  const replaced = new Map();
  const heard = new Set();
  // Fields of a form that was let go of, which stands until the server's answer is drawn. Whoever goes
  // on in one has it kept again.
  const over = new WeakSet();
  let opened = false;
  let left = { name: "", until: 0 };
  let standing = new Set();
  let busy = false;
  let due = 0;
  let screen = "";

  // Session storage, which a browser may refuse. Then nothing is kept.
  const store = {
    get(name) {
      try {
        const kept = JSON.parse(sessionStorage.getItem(KEPT + name));
        if (kept && Date.now() - kept.at < LONGEST) return kept;
        sessionStorage.removeItem(KEPT + name);
      } catch { /* refused, or not ours */ }
      return null;
    },
    put(name, kept) {
      try {
        if (Object.keys(kept.fields).length) {
          sessionStorage.setItem(KEPT + name, JSON.stringify(kept));
        } else sessionStorage.removeItem(KEPT + name);
      } catch { /* full or refused */ }
    },
    names() {
      try {
        return Object.keys(sessionStorage).filter((k) => k.startsWith(KEPT)).map((k) => k.slice(KEPT.length));
      } catch { return []; }
    },
  };

  const classWith = (element, start) => [...element.classList].find((c) => c.startsWith(start)) || "";
  const keepers = () => [...document.querySelectorAll('[class*="st-key-keeps-"]')];
  const nameOf = (keeper) => classWith(keeper, "st-key-keeps-").slice("st-key-keeps-".length);
  const fieldsOf = (keeper) => [...keeper.querySelectorAll(FIELD)];
  const labelOf = (field) => field.querySelector('[data-testid="stWidgetLabel"]')?.textContent.trim() || "";
  const kind = (field) => field.dataset.testid;
  const soon = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  function drop(name) {
    for (const one of name === "*" ? store.names() : [name]) {
      store.put(one, { fields: {} });
      replaced.delete(one);
      keepers().filter((k) => nameOf(k) === one).flatMap(fieldsOf).forEach((f) => over.add(f));
    }
  }

  // What was chosen of a list. (Beside it stands a template, which holds the same once more.)
  const chosen = (field) => [...field.querySelectorAll(".react-aria-ComboBox [data-tag]")];

  // What a field holds, as text. Of a list: what was chosen, and last what is half typed.
  function read(field) {
    const input = field.querySelector(kind(field) === "stDateInput" ? 'input[type="date"]' : "input, textarea");
    if (kind(field) === "stCheckbox") return String(input.checked);
    if (kind(field) !== "stMultiSelect") return input?.value ?? "";
    return JSON.stringify([...chosen(field).map((c) => c.getAttribute("aria-label")), input?.value ?? ""]);
  }

  // As if it had been typed: React hears an input event, and only asks the element's own value.
  function type(input, value) {
    const its = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(its.prototype, "value").set.call(input, value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const press = (input, key) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  async function write(field, value) {
    const input = field.querySelector(kind(field) === "stDateInput" ? 'input[type="date"]' : "input, textarea");
    if (!input) return;
    if (kind(field) === "stCheckbox") {
      if (String(input.checked) !== value) input.click();
    } else if (kind(field) === "stMultiSelect") {
      const wanted = JSON.parse(value);
      const typed = wanted.pop();
      const now = JSON.parse(read(field)).slice(0, -1);
      for (const gone of now.filter((one) => !wanted.includes(one))) {
        chosen(field).find((c) => c.getAttribute("aria-label") === gone)?.querySelector("button")?.click();
        await soon(30);
      }
      for (const one of wanted.filter((one) => !now.includes(one))) await pick(input, one);
      if (typed) type(input, typed);
    } else if (kind(field) === "stSelectbox") {
      await pick(input, value);
    } else {
      type(input, value);
      // A number is taken over when its field is left.
      input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  }

  // Choose from a list as the keyboard does: type the option where typing is possible, go down to it,
  // and press Enter. What is not in the list may be new.
  async function pick(input, option) {
    const active = () => document.getElementById(input.getAttribute("aria-activedescendant") || "");
    const reached = () => active()?.textContent.trim() === option;
    input.focus({ preventScroll: true });
    if (!input.readOnly) type(input, option);
    await soon(120);
    for (let steps = 0; !reached() && steps < 60; steps += 1) {
      if (active()?.id.endsWith("__creatable__")) break;
      press(input, "ArrowDown");
      await soon(20);
    }
    press(input, active() ? "Enter" : "Escape");
    await soon(60);
    input.blur();
    await soon(60);
  }

  function keep(field) {
    const keeper = field.closest('[class*="st-key-keeps-"]');
    if (busy || over.has(field) || !keeper?.isConnected) return;
    const name = nameOf(keeper);
    const kept = store.get(name) || { fields: {} };
    const [label, now] = [labelOf(field), read(field)];
    const was = kept.fields[label]?.was ?? seen.get(field);
    if (now === was) delete kept.fields[label];
    else kept.fields[label] = { was, now };
    store.put(name, { at: Date.now(), fields: kept.fields });
  }

  async function putBack(keeper, found) {
    const name = nameOf(keeper);
    const before = replaced.get(name) || new Map();
    replaced.set(name, before);
    const focused = document.activeElement;
    for (const [field, value] of found) {
      if (!before.has(labelOf(field))) before.set(labelOf(field), read(field));
      await write(field, value);
    }
    if (focused instanceof HTMLElement && document.contains(focused)) focused.focus({ preventScroll: true });
  }

  async function discard(keeper) {
    const before = replaced.get(nameOf(keeper)) || new Map();
    busy = true;
    for (const field of fieldsOf(keeper)) {
      if (before.has(labelOf(field))) await write(field, before.get(labelOf(field)));
    }
    busy = false;
    drop(nameOf(keeper));
    keeper.querySelector(".put-back").hidden = true;
  }

  // Look at the page as it now stands. What was let go of comes first: a new form of the same name
  // must not get the words that were just saved.
  async function look() {
    // While words are put back, the page changes by our own hand.
    due = busy ? setTimeout(look, 100) : 0;
    if (busy) return;
    for (const sign of document.querySelectorAll("[data-let-go]")) {
      if (heard.has(sign.dataset.once)) continue;
      heard.add(sign.dataset.once);
      drop(sign.dataset.letGo);
    }
    // Another item of a meeting begins at its top, not where the last one was read to.
    const shown = document.querySelector("[data-screen]")?.dataset.screen || "";
    if (screen && shown && shown !== screen) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    screen = shown;
    const now = keepers();
    if (now.length) {
      const whose = nameOf(now[0]).slice(0, MARK);
      store.names().filter((n) => !n.startsWith(whose)).forEach(drop);
    }
    for (const keeper of now) {
      const kept = store.get(nameOf(keeper));
      const found = [];
      for (const field of fieldsOf(keeper).filter((f) => !seen.has(f))) {
        const held = kept?.fields[labelOf(field)];
        seen.set(field, held?.was ?? read(field));
        if (held && held.now !== read(field)) found.push([field, held.now]);
      }
      if (found.length) {
        busy = true;
        await putBack(keeper, found);
        busy = false;
      }
      const sentence = keeper.querySelector(".put-back");
      if (sentence) sentence.hidden = !replaced.has(nameOf(keeper));
    }
    followFocus(now.map(nameOf));
    // The server has heard it.
    if (document.querySelector("[data-persona]") && document.cookie.includes("vawg_plans_persona=")) remember("", 0);
  }

  // The button that opens a form goes when the form comes, and the keyboard's place with it: into the
  // form, and back to the button when the form has gone.
  function followFocus(names) {
    const came = opened && names.find((n) => !standing.has(n));
    const went = [...standing].find((n) => !names.includes(n));
    standing = new Set(names);
    if (went) left = { name: went, until: Date.now() + 2000 };
    if (document.activeElement !== document.body) return;
    if (came) {
      opened = false;
      const first = keepers().find((k) => nameOf(k) === came).querySelector(FIELD);
      first?.querySelector("input:not([type=date]), textarea, [role=spinbutton]")?.focus();
    } else if (Date.now() < left.until) {
      document.querySelector(`.${OPENS}${CSS.escape(left.name.slice(MARK + 1))} button`)?.focus();
    }
  }

  const fieldOf = (event) => (event.target instanceof Element ? event.target.closest(FIELD) : null);
  for (const name of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(name, (event) => {
      const field = fieldOf(event);
      if (!field) return;
      if (event.isTrusted) over.delete(field);
      if (name === "input") keep(field);
    }, true);
  }
  // Lists, dates and boxes have their new value only after the event.
  for (const name of ["change", "click", "keyup", "focusout"]) {
    document.addEventListener(name, (event) => {
      const field = fieldOf(event);
      const keeper = event.target instanceof Element && event.target.closest('[class*="st-key-keeps-"]');
      if (field || keeper) setTimeout(() => (keeper ? fieldsOf(keeper) : [field]).forEach(keep), 150);
    }, true);
  }
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest(".st-key-sign_out button, .st-key-change_persona button")) drop("*");
    if (event.target.closest(`[class*="${OPENS}"]`)) opened = true;
    const notice = event.target.closest(".put-back button");
    if (notice) discard(notice.closest('[class*="st-key-keeps-"]'));
  }, true);

  // A demonstration has no sign-in to remember who is here. This tab says it to itself.
  const remember = (persona, seconds) => {
    document.cookie = `vawg_plans_persona=${persona}; Path=/; Max-Age=${seconds}; SameSite=Strict`;
  };
  addEventListener("pagehide", () => {
    const persona = document.querySelector("[data-persona]")?.dataset.persona;
    if (persona) remember(persona, 20);
  });

  store.names().forEach(store.get); // those past their time go
  new MutationObserver(() => { due = due || setTimeout(look, 100); })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
