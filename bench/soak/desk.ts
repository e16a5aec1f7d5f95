import { API } from '../beside/gatehouse.ts';
import { type Ask, textsOf } from '../load/request.ts';
import type { Journal } from './journal.ts';
import type { Deed } from './mix.ts';
import type { Person } from './person.ts';
import type { Wires } from './wires.ts';

const LONGEST_COMPLAINT = 300;

export interface Told {
  // Whatever the route answers: the one who asks knows.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly device: string | undefined;
}

/** Who asks, and what for. */
export interface Wish {
  readonly deed: Deed;
  /** When it was to be asked: what it takes counts from then. */
  readonly due: number;
  readonly person?: Person;
  readonly path: string;
  readonly expected: number;
}

/** Asks, and writes down whether the answer was the right one. */
export class Desk {
  private readonly wires: Wires;
  readonly journal: Journal;

  constructor(wires: Wires, journal: Journal) {
    this.wires = wires;
    this.journal = journal;
  }

  get(wish: Wish): Promise<Told | undefined> {
    return this.send(wish, { method: 'GET', path: API + wish.path, token: wish.person?.access });
  }

  /** As nobody, but for the address and the device. */
  post(wish: Wish, json: object): Promise<Told | undefined> {
    return this.send(wish, { method: 'POST', path: API + wish.path, json });
  }

  /** As somebody who is signed in. */
  postAs(person: Person, wish: Wish, json: object): Promise<Told | undefined> {
    return this.send({ ...wish, person }, { method: 'POST', path: API + wish.path, json, token: person.access });
  }

  /** The answer, where it is the right one. */
  async send({ deed, due, person, expected }: Wish, ask: Ask): Promise<Told | undefined> {
    const headers = person && { 'X-Forwarded-For': person.address };
    const [text] = textsOf({ ...ask, headers, deviceToken: person?.device });
    const { status, head, body } = await this.wires.send(text!);
    if (status !== expected) {
      this.journal.complain(deed, `${status} in place of ${expected}: ${body.slice(0, LONGEST_COMPLAINT)}`);
      return undefined;
    }
    this.journal.right(deed, due);
    return { body: body === '' ? undefined : JSON.parse(body), device: /\r\nx-device-token: (\S+)/i.exec(head)?.[1] };
  }
}
