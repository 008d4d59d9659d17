/* Solves a puzzle of the altcha protocol: finds the number whose SHA-256, behind the salt, is the challenge. */

const encoder = new TextEncoder();

async function hash(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The solution of a new puzzle from an address, as the form sends it. */
export async function solve(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error('no puzzle');
  }
  const {algorithm, challenge, salt, signature, maxnumber} = await answer.json();
  const batch = 500;
  for (let from = 0; from <= maxnumber; from += batch) {
    const numbers = Array.from({length: Math.min(batch, maxnumber - from + 1)}, (_, at) => from + at);
    const hashes = await Promise.all(numbers.map(number => hash(salt + number)));
    const found = hashes.indexOf(challenge);
    if (found >= 0) {
      return btoa(JSON.stringify({algorithm, challenge, number: from + found, salt, signature}));
    }
  }
  throw new Error('no solution');
}
