// Charts as SVG in the colours of the tokens. Each chart has a name for screen readers; the table beside it has its figures.

/** CSS pixels of a card's content on A4 and on Letter, with the margins of print.css. */
const PAPER = 632;

const charts = new Set();
const drawn = new Set();
const still = matchMedia('(prefers-reduced-motion: reduce)');
const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

/** The value of a colour token in the theme that is shown. */
export function colour(token) {
  probe.style.color = `var(--${token})`;
  return getComputedStyle(probe).color;
}

/** The colours of the series, at most five. */
export const series = n => colour(`series-${n + 1}`);

/**
 * Draws a chart and draws it again when the theme or the width changes.
 *
 * @param name    what the chart shows, in one sentence
 * @param options makes the options of ECharts; called for each theme
 */
export function draw(place, name, options, height = LINES) {
  place.classList.add('chart');
  place.style.height = `${height}px`;
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', name);
  const chart = window.echarts.init(place, null, {renderer: 'svg'});
  const show = () => chart.setOption(themed(options()), true);
  show();
  new ResizeObserver(() => chart.resize({animation: {duration: 0}})).observe(place);
  charts.add(show);
  drawn.add(chart);
  return chart;
}

/** Removes the charts of a report that is replaced. */
export function clear() {
  charts.clear();
  drawn.clear();
}

addEventListener('beforeprint', () => drawn.forEach(chart => {
  chart.resize({width: Math.min(chart.getWidth(), PAPER), animation: {duration: 0}});
  // now, not in the next frame
  chart.getZr().flush();
}));
addEventListener('afterprint', () => drawn.forEach(chart => chart.resize({width: 'auto', animation: {duration: 0}})));

function themed(options) {
  const text = {color: colour('text-muted'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12};
  const axis = made => made && {
    ...made,
    axisLabel: {...text, hideOverlap: true, ...made.axisLabel},
    axisLine: {lineStyle: {color: colour('line-strong')}, show: true, ...made.axisLine},
    axisTick: {show: false},
    splitLine: {lineStyle: {color: colour('line')}, ...made.splitLine},
    nameTextStyle: text,
  };
  return {
    animation: !still.matches,
    animationDuration: 180,
    animationDurationUpdate: 180,
    textStyle: text,
    grid: {left: 8, right: 24, top: 24, bottom: 8, containLabel: true, ...options.grid},
    tooltip: {
      backgroundColor: colour('surface-floating'), borderColor: colour('line-strong'), confine: true,
      textStyle: {...text, color: colour('text')}, transitionDuration: 0, ...options.tooltip,
    },
    ...without(options, 'grid', 'tooltip', 'xAxis', 'yAxis'),
    xAxis: axis(options.xAxis),
    yAxis: axis(options.yAxis),
  };
}

function without(object, ...keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

const narrow = () => innerWidth < 600;
const labelWidth = wide => (narrow() ? Math.min(wide, 110) : wide);

/** CSS pixels: the height of a chart of lines, of its plot without the axis, and between two names at the ends of lines. */
const LINES = 320;
const PLOT = LINES - 54;
const NAME = 15;

/** The end of an axis: the smallest of five equal round steps that holds the value. */
function roundEnd(most) {
  const size = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 5));
  const step = [1, 2, 2.5, 5, 10].map(part => Math.max(1, part * size)).find(part => part * 5 >= most);
  return Math.ceil(most / step) * step;
}

/** How far the name of each line moves so that names do not cover each other, in CSS pixels. */
function apart(made, most) {
  const places = made.map((line, n) => ({n, at: (1 - (line.values.findLast(value => value !== null) ?? 0) / most) * PLOT}));
  const down = places.toSorted((a, b) => a.at - b.at);
  const moved = [];
  down.forEach(({at}, n) => moved.push(Math.max(at, n === 0 ? 0 : moved[n - 1] + NAME)));
  // the last ones stay above the axis
  for (let n = moved.length - 1, floor = PLOT; n >= 0; n--, floor -= NAME) {
    moved[n] = Math.min(moved[n], floor);
  }
  return made.map((_, n) => {
    const place = down.findIndex(one => one.n === n);
    return moved[place] - down[place].at;
  });
}

/** A line chart with the name of each line at its end. `lines`: [{name, values}]; `labels`: of the periods. */
export function lines(labels, made, words) {
  const most = roundEnd(Math.max(1, ...made.flatMap(line => line.values.map(value => value ?? 0))));
  const moves = apart(made, most);
  return () => ({
    grid: {right: narrow() ? 70 : 110},
    tooltip: {trigger: 'axis', valueFormatter: words},
    xAxis: {type: 'category', data: labels, boundaryGap: false, splitLine: {show: false}},
    yAxis: {type: 'value', min: 0, max: most, minInterval: 1, axisLabel: {formatter: words}},
    series: made.map((line, n) => ({
      name: line.name,
      type: 'line',
      data: line.values,
      symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect'][n],
      symbolSize: labels.length > 60 ? 0 : 6,
      showSymbol: labels.length <= 60,
      lineStyle: {width: 2, type: ['solid', 'dashed', 'dotted', 'solid', 'dashed'][n]},
      color: series(n),
      endLabel: {show: true, formatter: line.name, color: series(n), fontSize: 12, fontWeight: 500, distance: 8, offset: [0, moves[n]]},
      emphasis: {disabled: true},
    })),
  });
}

/** Horizontal bars with the value at each end. `bars`: [{name, value}]; the first one is on top. */
export function bars(made, words, wide = 160) {
  return () => ({
    grid: {right: 64},
    tooltip: {trigger: 'item', valueFormatter: words},
    xAxis: {type: 'value', min: 0, minInterval: 1, axisLabel: {formatter: words}},
    yAxis: {type: 'category', inverse: true, data: made.map(bar => bar.name), splitLine: {show: false},
      axisLabel: {width: labelWidth(wide), overflow: 'truncate', color: colour('text')}},
    series: [{
      type: 'bar', barMaxWidth: 24, color: series(0), data: made.map(bar => bar.value), emphasis: {disabled: true},
      label: {show: true, position: 'right', color: colour('text'), formatter: entry => words(entry.value)},
    }],
  });
}

/** An axis that ends with a mark. */
function whole(steps, most) {
  const interval = steps(most);
  return {interval, max: Math.ceil(most / interval) * interval};
}

/** Two or more bars for each name, with their names in a legend. `groups`: [{name, values}]. */
export function grouped(names, groups, words, wide = 160, steps = undefined) {
  return () => ({
    grid: {right: 64, top: 36},
    legend: {top: 0, left: 0, itemHeight: 10, itemWidth: 14, textStyle: {color: colour('text'), fontSize: 12}},
    tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, valueFormatter: words},
    xAxis: {type: 'value', min: 0, axisLabel: {formatter: words}, ...(steps && whole(steps, Math.max(1, ...groups.flatMap(group => group.values))))},
    yAxis: {type: 'category', inverse: true, data: names, splitLine: {show: false},
      axisLabel: {width: labelWidth(wide), overflow: 'truncate', color: colour('text')}},
    series: groups.map((group, n) => ({
      name: group.name, type: 'bar', barMaxWidth: 18, color: series(n), data: group.values, emphasis: {disabled: true},
      label: {show: true, position: 'right', color: colour('text'), formatter: entry => words(entry.value)},
    })),
  });
}

const again = () => charts.forEach(show => show());
new MutationObserver(again).observe(document.documentElement, {attributes: true, attributeFilter: ['data-bs-theme']});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
