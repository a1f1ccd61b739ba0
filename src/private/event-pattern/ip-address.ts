import { EventPatternError } from './pattern-error';
import { ofText, type ValuePattern } from './value-pattern';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const LOOKS_LIKE_V4 = /^\d+\.\d+\.\d+\.\d+$/;
const LOOKS_LIKE_V6 = /^[\da-f:]*:[\da-f:]*$/i;
const MAPPED_V4 = 0xffffn << 32n;

/**
 * `10.0.0.0/24`, `2001:db8::/32`. The bits after the mask do not count.
 *
 * Event Ruler compares the first digits, of whatever: `0.0.0.0/0` also matches the number 2 and addresses of IPv6. That is
 * not copied.
 */
export function inBlock(block: string): ValuePattern {
  const [address, mask, ...rest] = block.split('/');
  if (mask === undefined || mask === '' || rest.some((part) => part !== '')) {
    throw new EventPatternError("Malformed CIDR, one '/' required");
  }
  if (!/^[+-]?\d+$/.test(mask)) {
    throw new EventPatternError('Malformed CIDR, mask bits must be an integer');
  }
  const length = Number(mask);
  if (length < 0) {
    throw new EventPatternError('Malformed CIDR, mask bits must not be negative');
  }
  const { bits, value } = addressOf(address) ?? refuse(address);
  if (length >= bits) {
    throw new EventPatternError(`IPv${bits === 32 ? 4 : 6} mask bits must be < ${bits}`);
  }
  const shift = BigInt(bits - length);
  return ofText((text) => {
    const other = addressOf(text);
    return other?.bits === bits && other.value >> shift === value >> shift;
  });
}

/** A text in a pattern that is an address means the address, however it is written. Undefined for any other text. */
export function sameAddress(text: string): ValuePattern | undefined {
  const wanted = addressOf(text);
  return (
    wanted &&
    ofText((other) => {
      const address = addressOf(other);
      return address?.bits === wanted.bits && address.value === wanted.value;
    })
  );
}

function refuse(address: string): never {
  const kind = LOOKS_LIKE_V4.test(address) || LOOKS_LIKE_V6.test(address) ? 'Invalid' : 'Nonstandard';
  throw new EventPatternError(`${kind} IP address: ${address}`);
}

function addressOf(text: string): Address | undefined {
  if (LOOKS_LIKE_V4.test(text)) {
    return addressFrom(text.split('.').map(Number), 255, 8n, 32);
  }
  if (!LOOKS_LIKE_V6.test(text)) {
    return undefined;
  }
  const parts = groupsOf(text);
  const address = parts && addressFrom(parts, 0xffff, 16n, 128);
  return address && address.value >> 32n === MAPPED_V4 >> 32n
    ? { bits: 32, value: address.value - MAPPED_V4 }
    : address;
}

function addressFrom(parts: readonly number[], most: number, width: bigint, bits: 32 | 128): Address | undefined {
  return parts.every((part) => part <= most)
    ? { bits, value: parts.reduce((value, part) => (value << width) | BigInt(part), 0n) }
    : undefined;
}

/** The eight groups of an IPv6 address, those that `::` leaves out among them. */
function groupsOf(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right ? missing < 1 : missing !== 0) {
    return undefined;
  }
  const groups = [...left, ...Array(missing).fill('0'), ...(right ?? [])];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : undefined;
}
