(() => {
  const form = document.querySelector("form[role=search]");
  const body = document.querySelector("tbody");
  const rows = [...body.rows].map((row) => ({ row, is: { ...row.dataset } }));
  const count = form.querySelector("output");
  const show = () => {
    const asked = Object.fromEntries(new FormData(form));
    const names = asked.text.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const { row, is } of rows) {
      const fits = names.every((name) => is.found.includes(name))
        && is.day >= asked.since
        && (!asked.until || is.day <= asked.until)
        && (!asked.word || is.word === asked.word)
        && (!asked.least || (is.chance !== "" && Number(is.chance) >= Number(asked.least)))
        && (!asked.most || (is.chance !== "" && Number(is.chance) <= Number(asked.most)));
      if (row.hidden === fits) row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${count.dataset.count} ${shown} / ${rows.length}`;
  };
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const numbers = (a, b) => Number(a) - Number(b);
  const compare = { order: numbers, forecast: numbers, target: numbers, chance: numbers, day: words, what: words, indicator: words };
  const heads = [...document.querySelectorAll("th[data-sort]")];
  const sort = (head, up) => {
    const key = head.dataset.sort;
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    form.sorted.value = `${heads.indexOf(head)}${up ? "+" : "-"}`;
    rows.sort((a, b) => {
      const [one, other] = [a.is[key], b.is[key]];
      const lacking = (one === "") - (other === "");
      return lacking || (up ? 1 : -1) * compare[key](one, other) || numbers(a.is.order, b.is.order);
    });
    body.append(...rows.map(({ row }) => row));
  };
  heads.forEach((head, at) => {
    const name = head.textContent;
    form.sorted.append(new Option(`${name} \u2191`, `${at}+`), new Option(`${name} \u2193`, `${at}-`));
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, head.getAttribute("aria-sort") !== "ascending"));
    head.append(button);
  });
  heads[0].setAttribute("aria-sort", "ascending");
  form.sorted.addEventListener("change", () => sort(heads[form.sorted.value.slice(0, -1)], form.sorted.value.endsWith("+")));
  form.addEventListener("reset", () => sort(heads[0], true));
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
