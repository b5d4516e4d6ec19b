/* The sliders of a briefing: what shouguan.levers.Board.answer says, computed where the page is read.
   Figures and words come from the section's data; nothing is loaded, stored or sent. Sums are taken in the
   order in which Python takes them, and rounded by the digits that a person sees, as report.facts.half_up does. */
(() => {
  'use strict';
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  /* Round half away from zero on twelve decimal digits; return the text, with a plain minus. */
  function rounded(value, decimals) {
    const [mantissa, exponent] = Math.abs(value).toExponential(11).split('e');
    const digits = mantissa.replace('.', '');
    const kept = Number(exponent) + 1 + decimals;
    let whole = kept > 0 ? BigInt(digits.slice(0, kept).padEnd(kept, '0')) : 0n;
    if (kept >= 0 && digits.charAt(kept) >= '5') whole += 1n;
    const text = String(whole).padStart(decimals + 1, '0');
    const point = text.length - decimals;
    const sign = value < 0 && whole > 0n ? '-' : '';
    return sign + text.slice(0, point) + (decimals ? '.' + text.slice(point) : '');
  }

  const halfUp = (value, decimals) => Number(rounded(value, decimals));
  const display = (value, decimals) => rounded(value, decimals).replace('-', '\u2212');

  /* Draws in order, each as its distance from the one before: five bits a letter, more to come from 32 on. */
  function unpack(text, first) {
    const draws = [];
    let at = first;
    let step = 0;
    let scale = 1;
    for (const letter of text) {
      const bits = DIGITS.indexOf(letter);
      step += (bits % 32) * scale;
      scale *= 32;
      if (bits < 32) {
        at += step;
        draws.push(at);
        step = 0;
        scale = 1;
      }
    }
    return draws;
  }

  function countBelow(ordered, threshold) {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ordered[middle] < threshold) low = middle + 1;
      else high = middle;
    }
    return low;
  }

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
    const threshold = Math.ceil((target - board.rounding - added) * board.grid - board.nudge);
    const size = board.ordered.length;
    return {
      lower: lower + added,
      median: median + added,
      upper: upper + added,
      chance: (size - countBelow(board.ordered, threshold)) / size,
      required: (target - board.knownWeight * board.knownYtd) / (1 - board.knownWeight),
      requiredOfOthers: (others + target - (median + added)) / weight,
    };
  }

  const fill = (template, parts) => template.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

  /* Choose by the sign of the printed figure, and say its size. */
  function signed(templates, value, parts) {
    const figure = halfUp(value, 1);
    const template = figure > 0 ? templates.up : figure < 0 ? templates.down : templates.same;
    return fill(template, { x: display(Math.abs(value), 1), ...parts });
  }

  function interval(words, low, high) {
    if (words.mixed && (halfUp(low, 1) < 0 || halfUp(high, 1) < 0)) {
      return fill(words.mixed, { a: signed(words.grew, low), b: signed(words.grew, high) });
    }
    return fill(words.interval, { a: display(low, 1), b: display(high, 1) });
  }

  function chance(words, percent) {
    const figure = halfUp(percent, 0);
    const text = figure < 1 ? words.least : figure > 99 ? words.most : words.about;
    return [fill(text, { x: display(percent, 0) }), words.ladder.find(([floor]) => figure >= floor)[1]];
  }

  /* Everything that is printed, as text, by the name of its output. */
  function shown(board, target, moves) {
    const { words } = board;
    const found = answer(board, target, moves);
    const set = board.levers.flatMap((lever, i) => (moves[i] === null ? [] : [{ lever, value: moves[i] }]));
    const some = set.length > 0;
    const all = some && set.length === board.levers.length;
    const gap = halfUp(found.median, 1) - halfUp(target, 1);
    const [percent, word] = chance(words.chance, 100 * found.chance);
    const parts = {
      moves: set.map(({ lever, value }) => (
        fill(words.move, { n: lever.name, r: lever.rest, g: signed(words.grew, value) }))).join(words.comma),
      year: signed(words.expected, found.median),
      interval: interval(words, found.lower, found.upper),
      gap: signed(words.gap, gap, { t: display(target, 1) }),
      percent,
      word,
    };
    const needed = some ? found.requiredOfOthers : found.required;
    const need = () => fill(some ? words.othersNeed : words.restNeeds,
      { g: signed(words.grew, needed), x: display(needed, 1) });
    return {
      required: display(found.required, 1) + board.band,
      year: display(found.median, 1) + '%',
      interval: parts.interval,
      gap: display(gap, 1),
      percent,
      word,
      others: some && !all ? display(found.requiredOfOthers, 1) : words.none,
      sentence: fill(some ? words.moved : words.still, parts) + (all ? words.end : need()),
    };
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function start(section) {
    const board = JSON.parse(section.dataset.board);
    board.ordered = unpack(board.draws, board.first);
    const [target, ...inputs] = section.querySelectorAll('input');
    const outputs = [...section.querySelectorAll('[data-shown]')];
    const value = (input) => Math.min(Math.max(Number(input.value), Number(input.min)), Number(input.max));

    function label(input, moved) {
      const text = display(value(input), 1) + '%';
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

  globalThis.shouguan = Object.freeze({ answer, display, halfUp, unpack });
  document.querySelectorAll('section.sliders').forEach(start);
})();
