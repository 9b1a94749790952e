// The operators of the model's formulas, as kkm_helpers/model/operators.py defines them: the same names, the same
// results, and the same order of adding, so that small differences of large sums come out the same too.
// Those up to `second_highest` take the numbers of one month; the others take whole series, plain arrays.
// What does not happen or is not defined is NaN here; evaluate() makes it null.

const TOLERANCE = 1e-6; // an amount within ± this many EUR counts as 0 when a month or a sign is looked for
const HIGHEST_RATE = 10;
const ROUNDS = 60;
const CONVERGED = 1e-10;

export const op = {
  where: (condition, then, otherwise) => (condition ? then : otherwise),
  maximum: Math.max,
  minimum: Math.min,
  clip: (value, low, high) => Math.min(Math.max(value, low), high),
  ceil: (value) => Math.ceil(Number(value.toFixed(9))), // float noise is cut off first
  ratio: (numerator, denominator) => (denominator === 0 ? 0 : numerator / denominator),
  defined_ratio: (numerator, denominator) => (denominator === 0 ? NaN : numerator / denominator),
  name_of_highest: (values) => Object.keys(values).reduce((best, name) => (values[name] > values[best] ? name : best)),
  second_highest: (...values) => values.sort((a, b) => a - b).at(-2),

  month_numbers: (horizon) => op.each(horizon, (t) => t + 1),
  total: (monthly) => pairwiseSum(monthly, 0, monthly.length),
  running_sum: (monthly) => accumulated(monthly, (sum, value) => sum + value),
  running_product: (monthly) => accumulated(monthly, (product, value) => product * value),
  change: (monthly) => monthly.map((value, t) => (t ? value - monthly[t - 1] : value)),
  minimum_over_months: (monthly) => Math.min(...monthly),
  yearly_sums: (monthly) =>
    op.each(Math.ceil(monthly.length / 12), (year) => {
      const start = 12 * year;
      const end = Math.min(start + 12, monthly.length);
      return monthly[start] + pairwiseSum(monthly, start + 1, end);
    }),
  month_from_which_never_negative(monthly) {
    const last = monthly.findLastIndex((value) => value < -TOLERANCE) + 1;
    return last === monthly.length ? NaN : last + 1;
  },
  internal_rate(monthly) {
    let negative = false;
    let positive = false;
    for (const cumulative of op.running_sum(monthly)) {
      if (cumulative > TOLERANCE) positive = true;
      else if (cumulative < -TOLERANCE) {
        if (positive) return NaN;
        negative = true;
      }
    }
    return negative && positive ? solvedRate(monthly) : NaN;
  },

  // What translated expressions need beside the operators.

  /** A series: the value of `formula` at each of `count` positions; without a count the one value. */
  each(count, formula) {
    if (count === undefined) return formula(0);
    const series = new Array(count);
    for (let t = 0; t < count; t += 1) series[t] = formula(t);
    return series;
  },
  at: (value, t) => (Array.isArray(value) ? value[t] : value),
  /** The length of the first series among the values. */
  length: (...values) => values.find(Array.isArray)?.length,
};

function accumulated(monthly, together) {
  let soFar;
  return monthly.map((value, t) => (soFar = t ? together(soFar, value) : value));
}

/** The sum of series[start … end - 1] in the order in which numpy adds: eight sums side by side, then together. */
function pairwiseSum(series, start, end) {
  const blocks = end - ((end - start) % 8);
  let sum = 0;
  let next = start;
  if (blocks > start) {
    const [a, b, c, d, e, f, g, h] = op.each(8, (lane) => {
      let part = series[start + lane];
      for (let t = start + lane + 8; t < blocks; t += 8) part += series[t];
      return part;
    });
    sum = a + b + (c + d) + (e + f + (g + h));
    next = blocks;
  }
  for (; next < end; next += 1) sum += series[next];
  return sum;
}

/** The yearly rate by Newton's method kept inside a shrinking bracket. */
function solvedRate(monthly) {
  let low = (1 + HIGHEST_RATE) ** (-1 / 12);
  let high = 1;
  let discount = 0.99;
  if (discounted(monthly, low).value >= 0) return NaN;
  for (let round = 0; round < ROUNDS; round += 1) {
    const today = discount;
    const { value, slope } = discounted(monthly, today);
    if (value < 0) low = today;
    else high = today;
    const step = today - value / slope;
    discount = step >= low && step <= high ? step : (low + high) / 2;
    if (Math.abs(discount - today) < CONVERGED) break;
  }
  return discount ** -12 - 1;
}

/** The sum of the months, month t discounted by `discount` to the power of t - 1, and its slope. */
function discounted(monthly, discount) {
  let value = 0;
  let weighted = 0;
  let power = 1;
  monthly.forEach((amount, t) => {
    value += amount * power;
    weighted += amount * t * power;
    power *= discount;
  });
  return { value, slope: weighted / discount };
}
