// Amounts of money in the person's language.

const locale = document.querySelector('meta[name="locale"]')?.content || navigator.language;

/** `$1,500.00` */
export const money = (amount, currency) => new Intl.NumberFormat(locale, {style: 'currency', currency}).format(amount);
