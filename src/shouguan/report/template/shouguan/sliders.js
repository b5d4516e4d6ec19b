/* The sliders of a briefing: what shouguan.components.levers.Board.answer says, computed where the page is read, to
   the printed figure. Figures and words come from the section's data; nothing is loaded, stored or sent. */
(() => {
  'use strict';

  /* Round half away from zero to one decimal. A binary fraction misses its decimal by far less than 1e-9. */
  const halfUp = (value) => (Math.sign(value) * Math.floor(Math.abs(value) * 10 + 0.5 + 1e-9)) / 10 + 0;
  const display = (value) => halfUp(value).toFixed(1).replace('-', '\u2212');

  /* moves[i] is what lever i is set to, or null where it stays. */
  function answer(board, target, moves) {
    let added = 0;
    let others = 0;
    let weight = 0;
    board.levers.forEach((lever, i) => {
      const moved = moves[i] !== null;
      added += lever.weight * (moved ? moves[i] - lever.expected : 0);
      if (!moved) {
        others += lever.weight * lever.expected;
        weight += lever.weight;
      }
    });
    const [lower, median, upper] = board.base;
    return {
      lower: lower + added,
      median: median + added,
      upper: upper + added,
      percent: board.highestTargets.filter((highest) => highest >= target - added - board.tie).length,
      required: (target - board.knownWeight * board.knownYtd) / (1 - board.knownWeight),
      requiredOfOthers: (others + target - (median + added)) / weight,
    };
  }

  const fill = (template, parts) => template.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

  /* Choose by the sign of the printed figure, and say its size. */
  function signed(templates, value, parts) {
    const figure = halfUp(value);
    const template = figure > 0 ? templates.up : figure < 0 ? templates.down : templates.same;
    return fill(template, { x: display(Math.abs(value)), ...parts });
  }

  function interval(words, low, high) {
    if (words.mixed && (halfUp(low) < 0 || halfUp(high) < 0)) {
      return fill(words.mixed, { a: signed(words.grew, low), b: signed(words.grew, high) });
    }
    return fill(words.interval, { a: display(low), b: display(high) });
  }

  function chance(words, percent) {
    const text = percent < 1 ? words.least : percent > 99 ? words.most : words.about;
    return [fill(text, { x: percent }), words.ladder.find(([floor]) => percent >= floor)[1]];
  }

  /* Everything that is printed, as text, by the name of its output. */
  function shown(board, target, moves) {
    const { words } = board;
    const found = answer(board, target, moves);
    const set = board.levers.flatMap((lever, i) => (moves[i] === null ? [] : [{ lever, value: moves[i] }]));
    const some = set.length > 0;
    const all = some && set.length === board.levers.length;
    const gap = halfUp(found.median) - halfUp(target);
    const [percent, word] = chance(words.chance, found.percent);
    const parts = {
      moves: set.map(({ lever, value }) => (
        fill(words.move, { n: lever.name, r: lever.rest, g: signed(words.grew, value) }))).join(words.comma),
      year: signed(words.expected, found.median),
      interval: interval(words, found.lower, found.upper),
      gap: signed(words.gap, gap, { t: display(target) }),
      percent,
      word,
    };
    const needed = some ? found.requiredOfOthers : found.required;
    const need = () => fill(some ? words.othersNeed : words.restNeeds,
      { g: signed(words.grew, needed), x: display(needed) });
    return {
      required: display(found.required) + board.band,
      year: display(found.median) + '%',
      interval: parts.interval,
      gap: display(gap),
      percent,
      word,
      others: some && !all ? display(found.requiredOfOthers) : words.none,
      sentence: fill(some ? words.moved : words.still, parts) + (all ? words.end : need()),
    };
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function start(section) {
    const board = JSON.parse(section.dataset.board);
    const [target, ...inputs] = section.querySelectorAll('input');
    const outputs = [...section.querySelectorAll('[data-shown]')];
    const value = (input) => Math.min(Math.max(Number(input.value), Number(input.min)), Number(input.max));

    function label(input, moved) {
      const text = display(value(input)) + '%';
      input.setAttribute('aria-valuetext', text);
      put(section.querySelector(`output[for="${input.id}"]`), text);
      input.closest('.lever').classList.toggle('moved', moved);
    }

    function update() {
      const moves = board.levers.map((lever, i) => (value(inputs[i]) === lever.start ? null : value(inputs[i])));
      label(target, value(target) !== board.target);
      inputs.forEach((input, i) => label(input, moves[i] !== null));
      const texts = shown(board, value(target), moves);
      outputs.forEach((output) => put(output, texts[output.dataset.shown]));
    }

    section.addEventListener('input', update);
    section.querySelector('button').addEventListener('click', () => {
      target.value = board.target;
      inputs.forEach((input, i) => { input.value = board.levers[i].start; });
      update();
    });
    update();
    section.hidden = false;
  }

  document.querySelectorAll('section.sliders').forEach(start);
})();
