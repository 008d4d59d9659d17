// Amounts of money in the person's language.

import {locale} from './dates.js';

/** `$1,500.00`; `$0.782` for the price of a unit, with up to `digits` decimals. */
export const money = (amount, currency, digits) =>
  new Intl.NumberFormat(locale, {style: 'currency', currency, ...(digits ? {maximumFractionDigits: digits} : {})}).format(amount);
