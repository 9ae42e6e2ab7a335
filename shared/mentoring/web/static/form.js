// Makes long forms quicker: a week is drawn, choices are put in order. Without it, everything can be ticked and typed.
(() => {
  const told = (place) => place.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelectorAll("[data-script]").forEach((one) => { one.hidden = false; });

  const week = document.querySelector("table.week");
  if (week) {
    const at = (day, half) => week.querySelector(`input[value="${day}-${half}"]`);
    const boxes = [...week.querySelectorAll("input")];
    boxes.forEach((one, number) => { one.tabIndex = number ? -1 : 0; });
    week.addEventListener("focusin", ({ target }) => {
      boxes.forEach((one) => { one.tabIndex = one === target ? 0 : -1; });
    });
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    week.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const [day, half] = event.target.value.split("-").map(Number);
      const next = at(day + step[0], half + step[1]);
      if (!next) return;
      if (event.shiftKey) { next.checked = event.target.checked; told(next); }
      next.focus();
    });
    // A stroke marks all between its ends, or clears it, as its first cell says. A finger that moves at once up or down
    // scrolls the page; held for a moment, or moved sideways, it draws.
    let first = null, on = null, timer = 0, drew = false, before = [];
    const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("table.week td")?.querySelector("input");
    const place = (box) => box.value.split("-").map(Number);
    const between = (one, low, high) => one >= Math.min(low, high) && one <= Math.max(low, high);
    const draw = (box) => {
      if (!box) return;
      const [day, half] = place(box), [from, since] = place(first);
      boxes.forEach((one, number) => {
        const [d, h] = place(one);
        one.checked = between(d, from, day) && between(h, since, half) ? on : before[number];
      });
    };
    const begin = () => { on = !first.checked; drew = true; before = boxes.map((one) => one.checked); draw(first); };
    const end = () => {
      clearTimeout(timer);
      if (on !== null) told(week);
      first = on = null;
    };
    week.addEventListener("pointerdown", (event) => {
      first = event.button ? null : under(event);
      drew = false;
      if (first && event.pointerType !== "mouse") timer = setTimeout(begin, 250);
    });
    document.addEventListener("pointermove", (event) => {
      if (!first) return;
      const box = under(event);
      if (on === null && box && box !== first) begin();
      if (on !== null) draw(box);
    });
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
    week.addEventListener("touchmove", (event) => { if (on !== null) event.preventDefault(); }, { passive: false });
    week.addEventListener("contextmenu", (event) => { if (first) event.preventDefault(); });
    week.addEventListener("click", (event) => { if (drew) { event.preventDefault(); drew = false; } });
  }

  document.querySelectorAll("[data-ranked]").forEach((place) => {
    const list = place.querySelector(".order ol");
    const plain = place.querySelector("[data-plain]");
    plain.hidden = true;
    plain.querySelector("select").value = "";
    const show = () => {
      [...list.children].forEach((item, number) => {
        if (!item.querySelector("button")) {
          const up = document.createElement("button");
          Object.assign(up, { type: "button", className: "button quiet", textContent: "↑" });
          up.setAttribute("aria-label", `${list.dataset.up}: ${item.textContent}`);
          up.addEventListener("click", () => { item.previousElementSibling?.before(item); show(); told(list); (up.hidden ? item.nextElementSibling?.querySelector("button") : up)?.focus(); });
          item.append(up);
        }
        item.querySelector("button").hidden = !number;
      });
      place.querySelector(".order").hidden = list.children.length < 2;
    };
    place.addEventListener("change", ({ target }) => {
      if (target.type !== "checkbox") return;
      const item = [...list.children].find((one) => one.querySelector("input").value === target.value);
      if (!target.checked) item?.remove();
      else if (!item) {
        const added = document.createElement("li"), kept = document.createElement("input"), words = document.createElement("span");
        Object.assign(kept, { type: "hidden", name: "rank", value: target.value });
        words.textContent = target.parentElement.textContent.trim();
        added.append(kept, words);
        list.append(added);
      }
      show();
    });
    show();
  });
})();
