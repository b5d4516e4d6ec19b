(() => {
  const form = document.querySelector("form[role=search]");
  const rows = [...document.querySelectorAll("tbody tr")];
  const count = form.querySelector("output");
  const show = () => {
    const asked = Object.fromEntries(new FormData(form));
    const name = asked.place.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const is = row.dataset;
      const fits = is.place.toLowerCase().includes(name)
        && is.day >= asked.since
        && (!asked.word || is.word === asked.word)
        && (!asked.most || (is.chance !== "" && Number(is.chance) <= Number(asked.most)));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${count.dataset.count} ${shown} / ${rows.length}`;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
